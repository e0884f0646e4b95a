import { type InboxFacts, inboxFacts } from "channel-kit/host/inbox-facts";
import { inboxFile } from "channel-kit/host/shared-inbox";
import { inboxes } from "../process-state.ts";
import { getZaloRuntime } from "../runtime.ts";
import { type QuotaSeen, quotas } from "./quota.ts";

/** What the configuration does not say and the account need not run for. */
export interface LiveFacts {
  inbox?: InboxFacts;
  quota?: QuotaSeen;
}

/** Looks at an account from inside the gateway. Asks nobody on the network and never throws. */
export function readLive(accountId: string): LiveFacts {
  const file = inboxFile(getZaloRuntime().state.resolveStateDir(), "zalo");
  const inbox = inboxFacts(inboxes, file, "zalo", accountId);
  const quota = quotas.seen(accountId);
  return { ...(inbox === undefined ? {} : { inbox }), ...(quota === undefined ? {} : { quota }) };
}
