import { ChannelError } from "channel-kit/outcome/channel-error";
import { backoffMs } from "channel-kit/time/backoff";
import type { Receiving } from "./receiving.ts";

/** Pauses after a failure. There is no limit on attempts. */
const BACKOFF = { baseMs: 1_000, capMs: 5 * 60_000 };

/**
 * Does one piece of work, again and again with growing pauses until it succeeds. Throws what only an operator
 * can mend, and whatever comes up once the signal has fired.
 */
export async function persist<Result>(
  work: () => Promise<Result>,
  { status, log, clock, signal }: Pick<Receiving, "status" | "log" | "clock" | "signal">,
): Promise<Result> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await work();
    } catch (error) {
      if (signal.aborted || !(error instanceof ChannelError) || !error.retryable) throw error;
      log.warn(error.message);
      status.trouble(error);
      await clock.sleep(Math.max(error.retryAfterMs ?? 0, backoffMs(failures, BACKOFF)), signal);
    }
  }
}
