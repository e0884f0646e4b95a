import { longPoll } from "./long-poll.ts";
import type { Receiving } from "./receiving.ts";
import { removeOwnWebhook } from "./webhook/remove-own.ts";

/** Receives by long polling until the signal fires. A webhook that we registered ourselves is removed first. */
export async function receiveByPolling(receiving: Receiving): Promise<void> {
  const { account, lines, take, keepOpen, status, log, clock, signal } = receiving;
  const { accountId } = account;
  await removeOwnWebhook(receiving);
  using line = await lines.join(account);
  log.info(`account "${accountId}" receives by long polling`);
  await longPoll({
    accountId,
    pollers: account.pollers,
    getUpdates: (waitSeconds, pollSignal) =>
      line.getUpdates(waitSeconds, pollSignal, {
        stop: signal,
        keep: take,
        keepOpen,
        trouble: (error) => log.error(`account "${accountId}": ${String(error)}`),
      }),
    append: take,
    clock,
    signal,
    observer: {
      alive: () => status.connected(),
      trouble: (error) => {
        log.warn(error.message);
        status.trouble(error);
      },
      singlePoll: () => log.info(`account "${accountId}": the API allows one poll at a time; keeping to one`),
    },
  });
}
