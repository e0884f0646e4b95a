import { existsSync } from "node:fs";
import { type InboxFacts, inboxFacts } from "channel-kit/host/inbox-facts";
import { inboxFile } from "channel-kit/host/shared-inbox";
import { heldBackLines, type PaceReport } from "channel-kit/pace/report";
import type { ZalouserAccount } from "../config/accounts.ts";
import { inspectLogin } from "../credentials/inspect-login.ts";
import { readNames } from "../names/names-book.ts";
import { type FindingText, sayFinding } from "../names/say-finding.ts";
import { inboxes, liveAccounts } from "../process-state.ts";

/** What the settings do not say and the account need not run for. */
export interface LiveFacts {
  /** A login is saved. */
  linked: boolean;
  inbox?: InboxFacts;
  /** How sending stands, and what waits; while the account runs here. */
  pace?: PaceReport;
  heldBack?: readonly string[];
  /** Names in lists that match nobody, as of the account's last start. */
  names?: readonly FindingText[];
}

/** Looks at an account from inside the gateway. Asks nobody on the network and never throws. */
export async function readLive(account: ZalouserAccount, stateDir: string): Promise<LiveFacts> {
  const { accountId } = account;
  const file = inboxFile(stateDir, "zalouser");
  const login = await inspectLogin(stateDir, account);
  const inbox = inboxFacts(inboxes, file, "zalouser", accountId);
  const pace = liveAccounts.find(accountId)?.safety.report();
  const names = await unresolved(file, accountId);
  return {
    linked: !login.isMissing,
    ...(inbox === undefined ? {} : { inbox }),
    ...(pace === undefined ? {} : { pace, heldBack: heldBackLines(pace) }),
    ...(names.length === 0 ? {} : { names }),
  };
}

async function unresolved(file: string, accountId: string): Promise<FindingText[]> {
  if (!existsSync(file)) return [];
  try {
    using lease = inboxes.acquire(file, "zalouser");
    const known = await readNames(lease.inbox.ledger(accountId));
    return (known?.findings ?? []).map(sayFinding);
  } catch {
    // What is wrong with the database stands beside it.
    return [];
  }
}
