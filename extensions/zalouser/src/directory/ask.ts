import { askGateway } from "channel-kit/host/gateway-method";
import { systemClock } from "channel-kit/time/clock";
import { liveAccounts } from "../process-state.ts";
import { LiveDirectory } from "./live-directory.ts";
import { DIRECTORY_METHOD } from "./method.ts";
import { ANSWER, type Answers, type Question } from "./question.ts";

/** A little longer than whoever answers waits for Zalo, in milliseconds. */
const GATEWAY_PATIENCE_MS = 30_000;

/** Answers for the accounts of this process. */
export const liveDirectory = new LiveDirectory(liveAccounts, systemClock);

/**
 * Asks Zalo through whoever is logged in: this process, or the gateway when this is a command beside it. No
 * session is ever opened for it. Throws a `ChannelError` that says what to do when nobody is logged in.
 */
export async function ask<What extends keyof Answers>(
  question: Extract<Question, { what: What }>,
): Promise<Answers[What]> {
  const answer = liveDirectory.knows(question.accountId)
    ? await liveDirectory.answer(question)
    : await askGateway(DIRECTORY_METHOD, { ...question }, GATEWAY_PATIENCE_MS);
  return ANSWER[question.what].parse(answer) as Answers[What];
}
