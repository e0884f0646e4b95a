import type { Admission, InboxMonitor } from "channel-kit/host/inbox-monitor";
import type { Log } from "../log.ts";
import type { AccountStatus } from "../status/account-status.ts";

/** Names of events without a message that are remembered, so that each is said once. */
const NAMES = 50;
/** As much of a name as the log repeats. */
const NAME_LENGTH = 60;

/**
 * Takes raw events into an account's inbox, however they came, and says once of each kind that it is no message:
 * there is nothing to store it under.
 */
export function openIntake(
  accountId: string,
  monitor: Pick<InboxMonitor, "append">,
  status: AccountStatus,
  log: Log,
): (event: unknown) => Promise<Admission> {
  const said = new Set<string>();
  return async (event) => {
    const admission = await monitor.append(event);
    if (admission === "new") status.received();
    const name = nameOf(event);
    if (admission === "ignored" && !said.has(name) && said.size < NAMES) {
      said.add(name);
      log.info(`account "${accountId}": ${name} carries no message and is ignored`);
    }
    return admission;
  };
}

function nameOf(event: unknown): string {
  const name =
    typeof event === "object" && event !== null && "event_name" in event ? event.event_name : undefined;
  return typeof name === "string" && name !== ""
    ? JSON.stringify(name.slice(0, NAME_LENGTH))
    : "an event without a name";
}
