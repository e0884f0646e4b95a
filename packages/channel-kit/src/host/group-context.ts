import type { PluginRuntime } from "openclaw/plugin-sdk/channel-core";
import type { SkippedMessage } from "../history/pending-history.ts";
import type { GroupRule } from "../policy/group-rule.ts";

type ContextInput = Parameters<PluginRuntime["channel"]["inbound"]["buildContext"]>[0];

/** What the agent is shown of the messages before this one; nothing when there are none. */
export function skippedFacts(
  skipped: readonly SkippedMessage[],
): Pick<ContextInput["message"], "inboundHistory"> {
  if (skipped.length === 0) return {};
  return {
    inboundHistory: skipped.map(({ sender, text, sentAt, messageId }) => ({
      sender,
      body: text,
      timestamp: sentAt,
      messageId,
    })),
  };
}

/** What a group's rule and its skipped messages add to a turn; nothing in direct chats. */
export function groupFacts(
  rule: GroupRule | undefined,
  skipped: readonly SkippedMessage[],
): Pick<ContextInput, "supplemental" | "sessionTranscript"> {
  return {
    ...(rule?.systemPrompt === undefined ? {} : { supplemental: { groupSystemPrompt: rule.systemPrompt } }),
    // Without this the gateway shows the last 20 only, whatever limit is configured.
    ...(skipped.length === 0
      ? {}
      : { sessionTranscript: { historyLimit: skipped.length, historyKind: "recent" as const } }),
  };
}
