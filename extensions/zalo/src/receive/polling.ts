import { longPoll } from "./long-poll.ts";
import type { Receiving } from "./receiving.ts";
import { removeOwnWebhook } from "./webhook/remove-own.ts";

/** Receives by long polling until the signal fires. A webhook that we registered ourselves is removed first. */
export async function receiveByPolling(receiving: Receiving): Promise<void> {
  const { account, api, take, status, log, clock, signal } = receiving;
  const { accountId } = account;
  await removeOwnWebhook(receiving);
  log.info(`account "${accountId}" receives by long polling`);
  await longPoll({
    accountId,
    pollers: account.pollers,
    getUpdates: (waitSeconds, pollSignal) => api.getUpdates(waitSeconds, pollSignal),
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
