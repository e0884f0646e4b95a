/** What the gateway's other channels keep when nothing is set. */
const HISTORY_LIMIT_DEFAULT = 50;

/** How many skipped messages of a group go along with the next answered one: the first that is set; 0 is none. */
export function historyLimit(account: number | undefined, gateway: number | undefined): number {
  return account ?? gateway ?? HISTORY_LIMIT_DEFAULT;
}
