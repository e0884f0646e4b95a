import { existsSync } from "node:fs";
import { SeenBook } from "channel-kit/directory/seen-book";
import { inboxFile } from "channel-kit/host/shared-inbox";
import type { Ledger } from "channel-kit/inbox/ledger";
import { systemClock } from "channel-kit/time/clock";
import { inboxes } from "../process-state.ts";
import { getZaloRuntime } from "../runtime.ts";

/** What an account has learnt from its traffic. */
export interface Learnt {
  seen: SeenBook;
  ledger: Ledger;
}

/**
 * Reads what an account has learnt, in the gateway or in a command beside it. Undefined when it has never run
 * here; nothing is made for being asked.
 */
export async function readLearnt<Result>(
  accountId: string,
  read: (learnt: Learnt) => Promise<Result>,
): Promise<Result | undefined> {
  const file = inboxFile(getZaloRuntime().state.resolveStateDir(), "zalo");
  if (!existsSync(file)) return undefined;
  using lease = inboxes.acquire(file, "zalo");
  const ledger = lease.inbox.ledger(accountId);
  return await read({ seen: new SeenBook(ledger, systemClock), ledger });
}
