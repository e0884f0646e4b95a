import { ok, refused, UNAUTHORIZED } from "../answers.ts";
import type { Method, MethodCall, MethodResult } from "../method-call.ts";
import type { PollEnd } from "../update-queue.ts";
import { refuse, text } from "../validate.ts";
import { toWireUpdate } from "../wire-update.ts";

/** What Zalo waits when a poll names no `timeout`, in seconds. */
const DEFAULT_TIMEOUT_SECONDS = 30;

/** Zalo's words, measured, including what is wrong with them. */
const WEBHOOK_IS_SET = "You cannot use this API while a webhook is set. Please remove the webhook first";

export const getUpdates: Method = async (call) => {
  if (call.account.hasWebhook) return { answer: refused(400, WEBHOOK_IS_SET) };
  return toResult(call, await call.account.updates.poll(timeoutMs(call), call.gone));
};

function timeoutMs({ params, account }: MethodCall): number {
  const asked = text(params, "timeout");
  const seconds = asked === "" ? DEFAULT_TIMEOUT_SECONDS : Number(asked);
  if (!Number.isFinite(seconds) || seconds < 0) refuse("The timeout is invalid");
  return Math.min(seconds, account.bot.switches.maxPollSeconds) * 1000;
}

function toResult({ account: { bot } }: MethodCall, end: PollEnd): MethodResult {
  switch (end.why) {
    case "update": {
      const update = toWireUpdate(end.message, bot.switches);
      const { messageId, chat } = end.message;
      return {
        answer: ok(bot.switches.updateShape === "array" ? [update] : update),
        handedOver: { messageId, chatId: chat.id, pollId: end.pollId },
      };
    }
    case "idle":
    case "stolen":
      return { answer: { kind: "idle" } };
    case "refused":
      return { answer: refused(409, "Conflict") };
    case "webhook-set":
      return { answer: refused(400, WEBHOOK_IS_SET) };
    case "token-revoked":
      return { answer: UNAUTHORIZED };
    case "aborted-by-client":
    case "simulator-closed":
      return { answer: { kind: "none" } };
    default:
      return end satisfies never;
  }
}
