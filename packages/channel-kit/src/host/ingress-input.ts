import type {
  ChannelIngressContextBinding,
  ChannelIngressIdentityDescriptor,
  ChannelIngressPolicyInput,
  ChannelIngressRouteDescriptor,
  ResolveChannelMessageIngressParams,
} from "openclaw/plugin-sdk/channel-ingress-runtime";
import { hasEntries, normalizeEntry, normalizeId } from "../policy/allow-list.ts";
import { type Facts, groupClosed, groupSenders } from "../policy/decide.ts";
import { explainDrop } from "../policy/drop-reasons.ts";
import { type GroupRule, groupRule } from "../policy/group-rule.ts";
import type { PolicySettings } from "../policy/settings.ts";

/** The name of the sender's id in the gateway's diagnostics. */
const IDENTITY_KEY = "zalo-user-id";

/**
 * How the gateway's resolver recognises a sender: by id only, spelt the way our own policy spells it.
 *
 * `authentication` grades what the transport proves. `verified` (the default) holds where Zalo itself names
 * the sender on a connection that carries our credential: the Bot API and a logged-in session. It is also
 * what lets an owner in `commands.ownerAllowFrom` use owner commands.
 */
export function ingressIdentity(
  idPrefixes: readonly string[],
  authentication: "verified" | "asserted" = "verified",
): ChannelIngressIdentityDescriptor {
  return {
    primary: {
      key: IDENTITY_KEY,
      normalizeEntry: (entry) => normalizeEntry(entry, idPrefixes) ?? null,
      normalizeSubject: normalizeId,
      authentication,
      sensitivity: "pii",
    },
  };
}

/** What the resolver needs beside the message's facts and the account's settings. */
export interface IngressPlace {
  channelId: string;
  accountId: string;
  /** From `ingressIdentity`; made once per account. */
  identity: ChannelIngressIdentityDescriptor;
  /** The account's pairing store. Asked for direct messages only; when it fails, nobody counts as paired. */
  readPairedIds: () => Promise<readonly string[]>;
  /**
   * Agent, session, message id and event kind chosen by routing. Required when the result goes into
   * `buildContext`; leave it out for a decision only.
   */
  contextBinding?: ChannelIngressContextBinding;
}

/**
 * Puts our facts and settings into the words of the gateway's ingress resolver
 * (`runtime.channel.inbound.ingress.resolve`). Pure. `facts.paired` is not passed on: the gateway reads the
 * pairing store itself through `place.readPairedIds`.
 *
 * - Lists go in as written; the gateway does its own fall-back from `groupAllowFrom` to `allowFrom`.
 * - The gateway knows no `groups`: whether this group is open is a route, and its own `allowFrom` replaces
 *   the list of senders on that route.
 * - `allowlist` with no list of senders becomes `open`, because the gateway reads an empty list as nobody
 *   and we as anybody in an allowed group; the route still decides which groups are.
 */
export function ingressInput(
  facts: Facts,
  settings: PolicySettings,
  place: IngressPlace,
): ResolveChannelMessageIngressParams {
  const isGroup = facts.chatKind !== "direct";
  const rule = groupRule(facts.chatId, settings);
  return {
    channelId: place.channelId,
    accountId: place.accountId,
    identity: place.identity,
    subject: { stableId: facts.senderId },
    conversation: { kind: isGroup ? "group" : "direct", id: facts.chatId },
    event: { kind: "message", authMode: "inbound", mayPair: !isGroup },
    policy: {
      dmPolicy: knownDmPolicy(settings.dmPolicy),
      groupPolicy: gatewayGroupPolicy(settings, rule),
      groupAllowFromFallbackToAllowFrom: true,
      // Opens for text commands only together with `command` below, which says whether this is one.
      ...(isGroup ? { activation: { requireMention: rule.requireMention, allowTextCommands: true } } : {}),
    },
    allowFrom: [...settings.allowFrom],
    groupAllowFrom: [...settings.groupAllowFrom],
    ...(isGroup
      ? {
          route: groupRoute(rule, settings),
          mentionFacts: { canDetectMention: true, wasMentioned: facts.mentionsSelf },
        }
      : {}),
    command: { allowTextCommands: true, hasControlCommand: facts.controlCommand },
    readStoreAllowFrom: place.readPairedIds,
    ...(place.contextBinding === undefined ? {} : { contextBinding: place.contextBinding }),
  };
}

function groupRoute(rule: GroupRule, settings: PolicySettings): ChannelIngressRouteDescriptor {
  const closed = groupClosed(rule, settings);
  return {
    id: "group",
    allowed: closed === undefined,
    ...(closed === undefined ? {} : { blockReason: explainDrop(closed) }),
    ...(rule.allowFrom === undefined
      ? {}
      : { senderPolicy: "replace" as const, senderAllowFrom: [...rule.allowFrom] }),
  };
}

function gatewayGroupPolicy(
  settings: PolicySettings,
  rule: GroupRule,
): ChannelIngressPolicyInput["groupPolicy"] {
  switch (settings.groupPolicy) {
    case "open":
      return "open";
    case "allowlist":
      return hasEntries(rule.allowFrom ?? groupSenders(settings)) ? "allowlist" : "open";
    default:
      return "disabled";
  }
}

/** The gateway would still let listed senders in under a policy it does not know; we do not. */
function knownDmPolicy(policy: string): ChannelIngressPolicyInput["dmPolicy"] {
  return policy === "pairing" || policy === "allowlist" || policy === "open" ? policy : "disabled";
}
