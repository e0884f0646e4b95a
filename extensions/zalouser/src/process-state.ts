import { ProcessTurns } from "channel-kit/host/process-turns";
import { SharedInboxes } from "channel-kit/host/shared-inbox";
import { UnknownKinds } from "channel-kit/host/unknown-kinds";
import { systemClock } from "channel-kit/time/clock";
import { Spread } from "channel-kit/time/spread";
import { LiveAccounts } from "./live/live-accounts.ts";
import { KNOWN_KINDS } from "./receive/read-content.ts";

/**
 * What outlives any single start of an account: turns that go on, and the database all accounts share. Apart
 * from the runtime's slot, because the doors load that one and must not load the database.
 */
export const processTurns = new ProcessTurns();
export const inboxes = new SharedInboxes();
/** Whoever sends, asks or shows finds the accounts of this process, and their sessions, here. */
export const liveAccounts = new LiveAccounts();
/** Accounts connect one after the other, on average so many milliseconds apart: many at once from one address look like a farm. */
export const connecting = new Spread({ gapMs: 1_000, clock: systemClock });
/** Accounts of which it has been said that Zalo refused styled text. */
export const refusedStyles = new Set<string>();
/** Kinds of messages of which it has been said that nobody here knows them. */
export const unknownKinds = new UnknownKinds(KNOWN_KINDS);
