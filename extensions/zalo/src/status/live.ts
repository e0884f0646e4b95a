import { existsSync } from "node:fs";
import { inboxFile } from "channel-kit/host/shared-inbox";
import { inboxes } from "../process-state.ts";
import { getZaloRuntime } from "../runtime.ts";
import { type QuotaSeen, quotas } from "./quota.ts";

/** How much lies in an account's inbox. */
export type InboxFacts =
  | {
      /** Messages that nobody has begun to answer. */
      waiting: number;
      /** When the longest-waiting one arrived, in milliseconds since the Unix epoch; absent when none waits. */
      waitingSince?: number;
      /** Messages that are being answered. */
      underWay: number;
      /** Messages that were given up. */
      deadLetters: number;
    }
  /** Why it cannot be read. */
  | { error: string };

/** What the configuration does not say and the account need not run for. */
export interface LiveFacts {
  inbox?: InboxFacts;
  quota?: QuotaSeen;
}

/** Looks at an account from inside the gateway. Asks nobody on the network and never throws. */
export function readLive(accountId: string): LiveFacts {
  const inbox = readInbox(accountId);
  const quota = quotas.seen(accountId);
  return { ...(inbox === undefined ? {} : { inbox }), ...(quota === undefined ? {} : { quota }) };
}

/** Undefined when nothing has ever been received. */
function readInbox(accountId: string): InboxFacts | undefined {
  try {
    const file = inboxFile(getZaloRuntime().state.resolveStateDir(), "zalo");
    if (!existsSync(file)) return undefined;
    using lease = inboxes.acquire(file, "zalo");
    const { pending, claimed, failed, oldestPendingAt } = lease.inbox.depth(accountId);
    return {
      waiting: pending,
      ...(oldestPendingAt === undefined ? {} : { waitingSince: oldestPendingAt }),
      underWay: claimed,
      deadLetters: failed,
    };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
