import type { OpenClawConfig, PluginRuntime } from "openclaw/plugin-sdk/channel-core";
import type {
  ChannelIngressContextBinding,
  ChannelIngressIdentityDescriptor,
  ResolvedChannelMessageIngress,
} from "openclaw/plugin-sdk/channel-ingress-runtime";
import type { Envelope } from "../envelope/envelope.ts";
import type { PairingStore } from "../pairing/pairing-store.ts";
import { decide, factsOf } from "../policy/decide.ts";
import type { DropReason } from "../policy/drop-reasons.ts";
import type { GroupRule } from "../policy/group-rule.ts";
import type { PolicySettings } from "../policy/settings.ts";
import { ingressInput } from "./ingress-input.ts";

/** What becomes of a message, after our policy and the gateway's resolver have both been asked. */
export type GateResult =
  | {
      kind: "admit";
      /** The gateway's own word, to be passed on to `buildContext` exactly as it is. */
      ingress: ResolvedChannelMessageIngress;
      commandAuthorized: boolean;
      /** The message is a command of the gateway's, which answers it without the agent. */
      controlCommand: boolean;
      group?: GroupRule;
    }
  | { kind: "challenge" }
  | { kind: "drop"; reason: DropReason | "gateway"; detail: string; keepAsHistory: boolean };

export interface GateOptions {
  runtime: PluginRuntime;
  cfg: OpenClawConfig;
  channelId: string;
  policy: PolicySettings;
  identity: ChannelIngressIdentityDescriptor;
  pairing: PairingStore;
  contextBinding: ChannelIngressContextBinding;
}

/**
 * Decides on one message. Nothing that anybody can see happens here. Our engine may deny what the gateway
 * would admit, never the reverse: what it admits still has to pass the gateway, whose result is the one
 * that counts.
 */
export async function gate(envelope: Envelope, options: GateOptions): Promise<GateResult> {
  const { runtime, cfg, channelId, policy, pairing } = options;
  const commands = runtime.channel.commands;
  const facts = factsOf(envelope, {
    paired: envelope.chat.kind === "direct" && (await pairing.isAllowed(envelope.sender.id)),
    controlCommand: commands.isControlCommandMessage(envelope.text, cfg),
  });
  const ours = decide(facts, policy);
  if (ours.kind === "challenge") return { kind: "challenge" };
  if (ours.kind === "drop") {
    return { kind: "drop", reason: ours.reason, detail: ours.reason, keepAsHistory: ours.keepAsHistory };
  }
  const ingress = await runtime.channel.inbound.ingress.resolve({
    ...ingressInput(facts, policy, {
      channelId,
      accountId: envelope.accountId,
      identity: options.identity,
      readPairedIds: () => pairing.readAllowFrom(),
      contextBinding: options.contextBinding,
    }),
    ...(cfg.accessGroups === undefined ? {} : { accessGroups: cfg.accessGroups }),
  });
  const { admission, reasonCode } = ingress.ingress;
  if (admission === "dispatch") {
    return {
      kind: "admit",
      ingress,
      commandAuthorized: ingress.commandAccess.authorized,
      controlCommand: facts.controlCommand,
      ...(ours.group === undefined ? {} : { group: ours.group }),
    };
  }
  if (admission === "pairing-required") return { kind: "challenge" };
  return { kind: "drop", reason: "gateway", detail: reasonCode, keepAsHistory: admission === "skip" };
}
