import type { PluginRuntime } from "openclaw/plugin-sdk/channel-core";
import type { Quote } from "../envelope/envelope.ts";
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

/** What the message that is answered, the group's rule and its skipped messages add to a turn. */
export function surroundings(
  quote: Quote | undefined,
  rule: GroupRule | undefined,
  skipped: readonly SkippedMessage[],
): Pick<ContextInput, "supplemental" | "sessionTranscript"> {
  const supplemental = {
    ...(quote?.text === undefined ? {} : { quote: quoteFacts(quote, quote.text) }),
    ...(rule?.systemPrompt === undefined ? {} : { groupSystemPrompt: rule.systemPrompt }),
  };
  return {
    ...(Object.keys(supplemental).length === 0 ? {} : { supplemental }),
    // Without this the gateway shows the last 20 only, whatever limit is configured.
    ...(skipped.length === 0
      ? {}
      : { sessionTranscript: { historyLimit: skipped.length, historyKind: "recent" as const } }),
  };
}

function quoteFacts({ messageId, senderId, senderName, fromSelf }: Quote, body: string) {
  const sender = senderName ?? senderId;
  return {
    id: messageId,
    body,
    isQuote: true,
    ...(sender === undefined ? {} : { sender }),
    // What the agent itself has said may always be shown to it.
    ...(fromSelf ? { senderAllowed: true } : {}),
  };
}
