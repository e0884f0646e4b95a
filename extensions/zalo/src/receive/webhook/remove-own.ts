import { persist } from "../persist.ts";
import type { Receiving } from "../receiving.ts";
import { forgetRegistered, isSameUrl, readRegistered } from "./registration.ts";

/**
 * Takes back the webhook that this account registered in an earlier configuration, because Zalo gives nothing to
 * polls while it stands. Somebody else's is left alone. What Zalo still sends meanwhile goes through the door
 * that the earlier configuration has left open.
 */
export async function removeOwnWebhook(receiving: Receiving): Promise<void> {
  const { account, api, ledger, desk, log, signal } = receiving;
  using _open = desk.takeOver(account.accountId);
  const own = await readRegistered(ledger);
  if (own === undefined) return;
  await persist(async () => {
    if (isSameUrl(await api.getWebhookUrl(signal), own.url)) {
      await api.deleteWebhook(signal);
      log.info(
        `account "${account.accountId}": its webhook is removed, because no webhookUrl is set any more`,
      );
    }
    await forgetRegistered(ledger);
  }, receiving);
}
