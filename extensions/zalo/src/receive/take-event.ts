import type { Log } from "channel-kit/host/channel-log";
import type { Admission, InboxMonitor } from "channel-kit/host/inbox-monitor";
import type { AccountStatus } from "../status/account-status.ts";

/**
 * Takes raw events into an account's inbox, however they came. What carries no message cannot be stored, because
 * there is nothing to know it by: that is said once per start of the account.
 */
export function eventTaker(
  accountId: string,
  monitor: Pick<InboxMonitor, "append">,
  status: AccountStatus,
  log: Log,
): (event: unknown) => Promise<Admission> {
  let hasSaid = false;
  return async (event) => {
    const admission = await monitor.append(event);
    if (admission === "new") status.received();
    if (admission === "ignored" && !hasSaid) {
      hasSaid = true;
      log.info(`account "${accountId}": an event came that carries no message; such events are ignored`);
    }
    return admission;
  };
}
