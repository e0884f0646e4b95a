import { ChannelError } from "../outcome/channel-error.ts";
import type { Clock } from "../time/clock.ts";
import { HeldBack } from "./held-back.ts";

/** Shortest and longest pause before it is asked again; the cause may end sooner than was thought. Milliseconds. */
const AGAIN_MS = { least: 1_000, most: 15 * 60_000 };

/**
 * Does a piece of work again as long as the account holds its messages back; to be used where waiting keeps nobody
 * else from going on. Rejects with `HeldBack` when that lasts past the deadline (epoch milliseconds), with `aborted`
 * when the signal fires, and with whatever else the work throws.
 */
export async function untilLetOut<Result>(
  work: () => Promise<Result>,
  { clock, signal, deadlineAt }: { clock: Clock; signal: AbortSignal; deadlineAt: number },
): Promise<Result> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof HeldBack) || clock.now() >= deadlineAt) throw error;
      const ms = Math.min(AGAIN_MS.most, Math.max(AGAIN_MS.least, error.retryAfterMs ?? 0));
      try {
        await clock.sleep(ms, signal);
      } catch (cause) {
        throw new ChannelError("aborted", "The account stopped before the message could be sent.", { cause });
      }
    }
  }
}
