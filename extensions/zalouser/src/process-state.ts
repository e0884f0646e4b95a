import { SharedInboxes } from "channel-kit/host/shared-inbox";
import { LiveAccounts } from "./live/live-accounts.ts";

/**
 * What outlives any single start of an account. Apart from the runtime's slot, because the doors load that one and
 * must not load the database.
 */
export const inboxes = new SharedInboxes();
export const liveAccounts = new LiveAccounts();
/** Accounts of which it has been said that Zalo refused styled text. */
export const refusedStyles = new Set<string>();
