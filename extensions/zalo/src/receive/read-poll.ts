import type { ChannelError } from "channel-kit/outcome/channel-error";
import type { CallResult } from "../bot-api/failures.ts";

/** What one long poll brought. */
export type PollOutcome =
  | { kind: "updates"; updates: readonly unknown[] }
  /** Nothing was written while the poll was open. */
  | { kind: "idle" }
  /** The API does not want a second poll beside the first. */
  | { kind: "second-poll-refused"; error: ChannelError }
  /** A webhook is registered, and Zalo sends everything there. */
  | { kind: "webhook-set"; error: ChannelError }
  /** `cut`: no answer of the API itself; the way to it broke, or something between spoke for it. */
  | { kind: "failed"; error: ChannelError; cut: boolean };

/** The API's own words (measured): "You cannot use this API while a webhook is set. Please remove the webhook first". */
const WEBHOOK_SET = /webhook is set/i;

/**
 * Reads the answer to `getUpdates`. An idle poll comes as 408 in the body or as HTTP status, as an empty
 * result, as an empty body, or as a proxy's HTML page with status 200 or 408; none of these is a failure.
 */
export function readPoll(answer: CallResult): PollOutcome {
  if (answer.ok) {
    const updates = updatesOf(answer.result);
    return updates.length === 0 ? { kind: "idle" } : { kind: "updates", updates };
  }
  const { error, errorCode, certain } = answer;
  if (errorCode === 408 || (errorCode === 200 && error.code === "bad-response")) return { kind: "idle" };
  if (errorCode === 409) return { kind: "second-poll-refused", error };
  if (errorCode === 400 && WEBHOOK_SET.test(error.message)) return { kind: "webhook-set", error };
  return { kind: "failed", error, cut: !certain && error.code !== "timeout" };
}

/** One object as documented; a list and an empty object have been seen too. */
export function updatesOf(result: unknown): readonly unknown[] {
  const list = Array.isArray(result) ? result : [result];
  return list.filter(
    (update) => typeof update === "object" && update !== null && Object.keys(update).length > 0,
  );
}
