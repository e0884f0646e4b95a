import type { OpenClawConfig, PluginRuntime } from "openclaw/plugin-sdk/channel-core";
import type { Envelope } from "../envelope/envelope.ts";
import { agentRoute } from "./agent-route.ts";
import { type GateOptions, gate } from "./gate.ts";

export interface TellAgentOptions extends Omit<GateOptions, "cfg" | "contextBinding"> {
  runtime: PluginRuntime;
}

/**
 * Tells the agent of something that happened in a chat, to be read with the next message there; no turn is run for it.
 * `cause` is judged by the gate like a message, and what does not pass is not told. Answers whether it was.
 */
export async function tellAgent(
  options: TellAgentOptions,
  cause: Envelope,
  text: string,
  contextKey: string,
): Promise<boolean> {
  const { runtime, channelId } = options;
  const cfg = runtime.config.current() as OpenClawConfig;
  const { agentId, sessionKey } = agentRoute(runtime, cfg, channelId, cause);
  const result = await gate(cause, {
    ...options,
    cfg,
    contextBinding: { agentId, sessionKey, messageId: cause.messageId, inboundEventKind: "user_request" },
  });
  if (result.kind !== "admit") return false;
  return runtime.system.enqueueSystemEvent(text, { agentId, sessionKey, contextKey });
}
