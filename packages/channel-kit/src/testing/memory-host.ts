import type { OpenClawConfig, PluginRuntime } from "openclaw/plugin-sdk/channel-core";
import { buildChannelInboundEventContext } from "openclaw/plugin-sdk/channel-inbound";
import { resolveChannelMessageIngress } from "openclaw/plugin-sdk/channel-ingress-runtime";

/** What an agent is shown of one message. */
export interface Shown {
  text: string;
  command: string;
  /** The messages before it, as `sender: text`. */
  history: string[];
  groupPrompt: string | undefined;
  /** What the message answers. */
  quoted: string | undefined;
  sessionKey: string;
}

/** What a gateway in memory has beside its agent. */
export interface MemoryHostParts {
  /** Where channels keep their files. */
  stateDir?: string;
  /** Told what the agent is told of beside messages. */
  onSystemEvent?(text: string, sessionKey: string): void;
  /** Told of the sessions in which an answer was not taken: the gateway excuses that before its next answer there. */
  onUndelivered?(sessionKey: string): void;
}

/**
 * As much of a gateway as answering needs, in memory: the gateway's own admission and its own way to build a
 * context, one session per chat, and an agent that is a function. The agent dies with the process when it throws.
 */
export function memoryHost(
  agent: (shown: Shown) => string | undefined | Promise<string | undefined>,
  cfg: OpenClawConfig = {},
  { stateDir = "", onSystemEvent, onUndelivered }: MemoryHostParts = {},
): PluginRuntime {
  const codes = new Map<string, string>();
  const host = {
    config: { current: () => cfg },
    state: { resolveStateDir: () => stateDir },
    system: {
      enqueueSystemEvent: (text: string, { sessionKey }: { sessionKey: string }) => {
        onSystemEvent?.(text, sessionKey);
        return true;
      },
    },
    agent: {
      session: { getSessionEntry: () => undefined, patchSessionEntry: async () => undefined },
    },
    channel: {
      routing: {
        resolveAgentRoute: ({ channel, peer }: { channel: string; peer: { kind: string; id: string } }) => ({
          agentId: "main",
          sessionKey: `agent:main:${channel}:${peer.kind}:${peer.id}`,
          mainSessionKey: "agent:main:main",
        }),
      },
      pairing: {
        readAllowFromStore: async () => [],
        upsertPairingRequest: async ({ id }: { id: string }) => {
          const created = !codes.has(id);
          const code = codes.get(id) ?? `CODE${String(codes.size + 1).padStart(4, "0")}`;
          codes.set(id, code);
          return { code, created };
        },
      },
      commands: { isControlCommandMessage: (text: string) => text.startsWith("/") },
      inbound: {
        ingress: { resolve: resolveChannelMessageIngress },
        buildContext: buildChannelInboundEventContext,
        dispatch: async ({ ctxPayload, delivery, turnAdoptionLifecycle }: Plan) => {
          await turnAdoptionLifecycle.onAdopted();
          const answer = await agent({
            text: ctxPayload.BodyForAgent,
            command: ctxPayload.CommandBody,
            history: (ctxPayload.InboundHistory ?? []).map(({ sender, body }) => `${sender}: ${body}`),
            quoted: ctxPayload.ReplyToBody,
            groupPrompt: ctxPayload.GroupSystemPrompt,
            sessionKey: ctxPayload.SessionKey,
          });
          if (answer === undefined) return;
          try {
            await delivery.deliver({ text: answer }, { kind: "final" });
          } catch (error) {
            delivery.onError(error);
            onUndelivered?.(ctxPayload.SessionKey);
          }
        },
      },
    },
  };
  return host as unknown as PluginRuntime;
}

interface Plan {
  ctxPayload: ReturnType<typeof buildChannelInboundEventContext>;
  delivery: {
    deliver(payload: { text: string }, info: { kind: "final" }): Promise<unknown>;
    onError(error: unknown): void;
  };
  turnAdoptionLifecycle: { onAdopted(): Promise<void> };
}
