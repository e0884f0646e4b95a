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
  sessionKey: string;
}

/**
 * As much of a gateway as answering needs, in memory: the gateway's own admission and its own way to build a
 * context, one session per chat, and an agent that is a function. The agent dies with the process when it throws.
 */
export function memoryHost(
  agent: (shown: Shown) => string | undefined,
  cfg: OpenClawConfig = {},
): PluginRuntime {
  const host = {
    config: { current: () => cfg },
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
      commands: { isControlCommandMessage: (text: string) => text.startsWith("/") },
      inbound: {
        ingress: { resolve: resolveChannelMessageIngress },
        buildContext: buildChannelInboundEventContext,
        dispatch: async ({ ctxPayload, delivery, turnAdoptionLifecycle }: Plan) => {
          await turnAdoptionLifecycle.onAdopted();
          const answer = agent({
            text: ctxPayload.BodyForAgent,
            command: ctxPayload.CommandBody,
            history: (ctxPayload.InboundHistory ?? []).map(({ sender, body }) => `${sender}: ${body}`),
            groupPrompt: ctxPayload.GroupSystemPrompt,
            sessionKey: ctxPayload.SessionKey,
          });
          if (answer !== undefined) await delivery.deliver({ text: answer }, { kind: "final" });
        },
      },
    },
  };
  return host as unknown as PluginRuntime;
}

interface Plan {
  ctxPayload: ReturnType<typeof buildChannelInboundEventContext>;
  delivery: { deliver(payload: { text: string }, info: { kind: "final" }): Promise<unknown> };
  turnAdoptionLifecycle: { onAdopted(): Promise<void> };
}
