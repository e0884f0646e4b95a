import { DEFAULT_ACCOUNT_ID, normalizeAccountId } from "openclaw/plugin-sdk/account-core";

/** The ids of accounts, each once, in the order in which every list shows them: the default one first. */
export function sortAccountIds(ids: Iterable<string>): string[] {
  return [...new Set(ids)].sort((left, right) => rank(left) - rank(right) || left.localeCompare(right));
}

/** The account that is meant when none is named: the one chosen by the operator if there is such a one, else the first. */
export function chooseDefaultAccount(ids: readonly string[], chosen: string | undefined): string {
  const id = chosen === undefined ? undefined : normalizeAccountId(chosen);
  return id !== undefined && ids.includes(id) ? id : (ids[0] ?? DEFAULT_ACCOUNT_ID);
}

/** Under which name, as the operator wrote it, an account stands below `accounts`; undefined when it does not. */
export function ownKey(
  accounts: Readonly<Record<string, unknown>> | undefined,
  accountId: string,
): string | undefined {
  return Object.keys(accounts ?? {}).find((id) => normalizeAccountId(id) === accountId);
}

const rank = (accountId: string): number => (accountId === DEFAULT_ACCOUNT_ID ? 0 : 1);
