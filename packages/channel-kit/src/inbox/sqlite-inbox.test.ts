import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { ChannelIngressQueue } from "openclaw/plugin-sdk/channel-outbound";
import { expectTypeOf, test } from "vitest";
import { FakeClock } from "../testing/fake-clock.ts";
import { type InboxStore, inboxContract, type Note } from "../testing/inbox-contract.ts";
import type { Inbox } from "./inbox.ts";
import type { IngressQueue } from "./queue.ts";
import { openInbox } from "./sqlite-inbox.ts";

inboxContract("an SQLite file", sqliteStore);

test("the port and the gateway's queue type fit each other both ways", () => {
  type Ours = IngressQueue<Note, { from: string }, { by: string }>;
  // `Required`, because the gateway leaves three methods optional that our port always has.
  type Gateways = Required<ChannelIngressQueue<Note, { from: string }, { by: string }>>;
  expectTypeOf<Ours>().toExtend<Gateways>();
  expectTypeOf<Gateways>().toExtend<Ours>();
  expectTypeOf<keyof Ours>().toEqualTypeOf<keyof Gateways>();
});

async function sqliteStore(): Promise<InboxStore> {
  const folder = await mkdtemp(join(tmpdir(), "inbox-"));
  const file = join(folder, "inbox.sqlite");
  const channelId = "zalo";
  const clock = new FakeClock();
  const open: Inbox[] = [];
  const change = (sql: string, accountId: string, key: string) => {
    const db = new DatabaseSync(file, { timeout: 1_000 });
    const { changes } = db.prepare(sql).run(JSON.stringify([channelId, accountId]), key);
    db.close();
    if (changes !== 1) throw new Error(`There is no ${key} to spoil.`);
  };
  return {
    clock,
    channelId,
    connect: async () => {
      const inbox = openInbox({ file, channelId, clock });
      open.push(inbox);
      const { queue, ledger, discardFailed } = inbox;
      return { queue, ledger, discardFailed, close: async () => inbox.close() };
    },
    spoil: async (accountId, eventId) =>
      change(
        `UPDATE events SET payload = '{"text": "cut o' WHERE queue_name = ? AND event_id = ?`,
        accountId,
        eventId,
      ),
    spoilLedger: async (accountId, key) =>
      change("UPDATE ledger SET value = '{' WHERE queue_name = ? AND key = ?", accountId, key),
    [Symbol.asyncDispose]: async () => {
      for (const inbox of open) inbox.close();
      await rm(folder, { recursive: true });
    },
  };
}
