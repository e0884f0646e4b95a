import { LiveAccounts } from "./live-accounts.ts";

/** The accounts of this very process. Whoever sends, asks or shows finds their sessions here. */
export const runningAccounts = new LiveAccounts();
