import type { OpenClawConfig, PluginRuntime } from "openclaw/plugin-sdk/channel-core";
import type { Envelope } from "../envelope/envelope.ts";

/** Which agent a chat is led to, and in which session. */
export type Route = ReturnType<PluginRuntime["channel"]["routing"]["resolveAgentRoute"]>;

/** Where the gateway leads what is said in a chat. */
export function agentRoute(
  runtime: PluginRuntime,
  cfg: OpenClawConfig,
  channelId: string,
  { accountId, chat }: Pick<Envelope, "accountId" | "chat">,
): Route {
  return runtime.channel.routing.resolveAgentRoute({
    cfg,
    channel: channelId,
    accountId,
    peer: { kind: chat.kind, id: chat.id },
  });
}
