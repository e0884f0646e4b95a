import { ChannelError, isAborted } from "../outcome/channel-error.ts";
import type { Log } from "./channel-log.ts";

export interface RunAccountOptions {
  accountId: string;
  log: Log;
  signal: AbortSignal;
  /** Told why the account waits for its operator. */
  blocked(error: ChannelError): void;
}

/**
 * Runs an account until the signal fires. What no retry can mend, such as a wrong token or setting, blocks it: it
 * waits for the signal, because starting again would not help. Anything else that `run` throws goes on to the
 * gateway, which starts the account again.
 */
export async function runAccount(
  { accountId, log, signal, blocked }: RunAccountOptions,
  run: () => Promise<void>,
): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (signal.aborted && isAborted(error)) return;
    if (!(error instanceof ChannelError) || error.retryable) throw error;
    log.error(error.message);
    blocked(error);
    await untilAborted(signal);
  } finally {
    log.info(`account "${accountId}" stopped`);
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
