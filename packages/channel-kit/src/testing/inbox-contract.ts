import { describe } from "vitest";
import type { Ledger } from "../inbox/ledger.ts";
import type { IngressQueue } from "../inbox/queue.ts";
import { testAppending } from "./inbox-append-contract.ts";
import { testClaiming } from "./inbox-claim-contract.ts";
import { testLedger } from "./inbox-ledger-contract.ts";
import { testRetention } from "./inbox-retention-contract.ts";
import { testSettling } from "./inbox-settle-contract.ts";

/** What the suites put into the queue. */
export interface Note {
  text: string;
}
export interface Tag {
  from: string;
}
export interface Handled {
  by: string;
}
export type NoteQueue = IngressQueue<Note, Tag, Handled>;

/** One connection to the store, as one process would hold it. */
export interface InboxConnection {
  queue(accountId: string): NoteQueue;
  ledger(accountId: string): Ledger;
  discardFailed(accountId: string, id: string): Promise<boolean>;
  close(): Promise<void>;
}

/** An empty store that a test may connect to several times; disposing it removes every trace. */
export interface InboxStore extends AsyncDisposable {
  /** The clock of every connection stands still until the test moves it. */
  clock: { now(): number; advance(ms: number): Promise<void> };
  channelId: string;
  connect(): Promise<InboxConnection>;
  /** Makes the payload of one event unreadable, as a fault of the disk would. */
  spoil(accountId: string, eventId: string): Promise<void>;
  /** Makes the value of one ledger entry unreadable. */
  spoilLedger(accountId: string, key: string): Promise<void>;
}

export type MakeStore = () => Promise<InboxStore>;

/** Everything a durable inbox must do, whatever it is built on. */
export function inboxContract(name: string, makeStore: MakeStore): void {
  describe(`${name} as an inbox`, () => {
    testAppending(makeStore);
    testClaiming(makeStore);
    testSettling(makeStore);
    testRetention(makeStore);
    testLedger(makeStore);
  });
}
