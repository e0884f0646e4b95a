import { ChannelError, isAborted } from "../outcome/channel-error.ts";
import type { Clock } from "../time/clock.ts";
import type { Log } from "./channel-log.ts";

/** How often an account that its settings keep from running looks whether they are in order, in milliseconds. */
const LOOK_EVERY_MS = 5_000;

/** As much of an account as tells whether it may run. */
interface Configured {
  accountId: string;
  /** Why it may not. */
  problem?: ChannelError;
}

export interface RunAccountOptions<Account extends Configured> {
  /** The account as the gateway starts it. */
  account: Account;
  /** The account as the settings of this moment make it. */
  resolve(): Account;
  clock: Clock;
  log: Log;
  signal: AbortSignal;
  /** Told why the account waits for its operator; again when that changes. */
  blocked(error: ChannelError): void;
}

/**
 * Runs an account until the signal fires. What no retry can mend, such as a wrong token or setting, blocks it: it
 * waits for the signal, because starting again would not help. Anything else that `run` throws goes on to the
 * gateway, which starts the account again.
 *
 * What is wrong may be mended in another account's settings, of two that share what they must not; the gateway starts
 * only that other one again. So whoever waits because of settings runs as soon as these are in order.
 */
export async function runAccount<Account extends Configured>(
  options: RunAccountOptions<Account>,
  run: (account: Account) => Promise<void>,
): Promise<void> {
  const { log, signal, blocked } = options;
  const { accountId } = options.account;
  try {
    await run(await onceInOrder(options));
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

async function onceInOrder<Account extends Configured>(
  options: RunAccountOptions<Account>,
): Promise<Account> {
  const { resolve, clock, log, signal, blocked } = options;
  let { account } = options;
  let said: string | undefined;
  while (account.problem !== undefined) {
    const { problem } = account;
    if (problem.message !== said) {
      said = problem.message;
      log.error(said);
      blocked(problem);
    }
    await clock.sleep(LOOK_EVERY_MS, signal);
    account = resolve();
  }
  if (said !== undefined) log.info(`account "${account.accountId}": its settings are in order now`);
  return account;
}

function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
