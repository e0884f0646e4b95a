import { existsSync } from "node:fs";
import { chmod } from "node:fs/promises";
import { type Finding, findingOf } from "channel-kit/host/finding";
import { inboxFile } from "channel-kit/host/shared-inbox";
import { openInbox } from "channel-kit/inbox/sqlite-inbox";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import type { ZalouserAccount } from "../config/accounts.ts";
import { mergedSettings } from "../config/places.ts";
import { inspectLogin } from "../credentials/inspect-login.ts";
import { loginCommand } from "../mend.ts";
import { readEntry } from "../names/list-entry.ts";
import { type NamesRecord, readNames } from "../names/names-book.ts";
import { sayFinding } from "../names/say-finding.ts";
import { enabledAccounts, entriesOf } from "./findings.ts";

/** What lies below the state folder and is wrong: saved logins, and names that match nobody. */
export async function findSaved(cfg: OpenClawConfig, stateDir: string): Promise<Finding[]> {
  const accounts = enabledAccounts(cfg);
  const found: Finding[] = [];
  for (const account of accounts) {
    found.push(...(await loginFindings(account, stateDir)), ...(await nameFindings(cfg, account, stateDir)));
  }
  return found;
}

/** Closes files of saved logins that others may use. Answers what was done, one sentence each. */
export async function closeOpenLogins(cfg: OpenClawConfig, stateDir: string): Promise<string[]> {
  const changes: string[] = [];
  for (const account of enabledAccounts(cfg)) {
    const { path, openMode } = await inspectLogin(stateDir, account);
    if (openMode === undefined) continue;
    await chmod(path, 0o600);
    changes.push(`${path}: closed to other users (its mode was ${openMode}).`);
  }
  return changes;
}

/** Names in the lists of an account that match nobody, and those that nobody has looked up yet. */
export async function nameFindings(
  cfg: OpenClawConfig,
  { accountId, settingsPath }: Pick<ZalouserAccount, "accountId" | "settingsPath">,
  stateDir: string,
): Promise<Finding[]> {
  const names = entriesOf({ settings: mergedSettings(cfg, accountId) }).filter(
    ({ entry, kind }) => readEntry(entry, kind).is === "name",
  );
  if (names.length === 0) return [];
  const known = await recordOf(stateDir, accountId);
  return names.flatMap(({ list, entry, kind }): Finding[] => {
    const path = `${settingsPath}.${list}`;
    const finding = known?.findings.find((one) => one.list === list && one.entry === entry);
    if (finding !== undefined) {
      const { message, fix } = sayFinding(finding);
      return [{ path, what: message, fix }];
    }
    const read = readEntry(entry, kind);
    const isPinned = known?.pins.some(
      (pin) => read.is === "name" && pin.kind === kind && pin.key === read.key,
    );
    if (isPinned === true) return [];
    const what = `"${entry}" is a name, and the account has not looked it up yet: it matches nobody.`;
    return [{ path, what, fix: "Start the account once with a login, or put the id in its place." }];
  });
}

async function loginFindings(account: ZalouserAccount, stateDir: string): Promise<Finding[]> {
  const { accountId, settingsPath, credentialsKey: key } = account;
  const { path, isMissing, openMode, problem } = await inspectLogin(stateDir, account, { key });
  const found: Finding[] = [];
  if (problem !== undefined) found.push(findingOf(settingsPath, problem));
  else if (isMissing) {
    const what = `Nobody is logged in to account "${accountId}" (profile "${account.profile}").`;
    found.push({ path: settingsPath, what, fix: `Run: ${loginCommand(accountId)}` });
  }
  if (openMode !== undefined) {
    const what = `${path} holds the login, and other users of this machine may read it (mode ${openMode}).`;
    found.push({ path: settingsPath, what, fix: `Run: chmod 600 ${path}` });
  }
  return found;
}

/** Undefined when the account has never run with names in its lists, or the database cannot be read. */
async function recordOf(stateDir: string, accountId: string): Promise<NamesRecord | undefined> {
  const file = inboxFile(stateDir, "zalouser");
  if (!existsSync(file)) return undefined;
  try {
    using inbox = openInbox({ file, channelId: "zalouser" });
    return await readNames(inbox.ledger(accountId));
  } catch {
    return undefined;
  }
}
