import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openInbox } from "../inbox/sqlite-inbox.ts";
import { FakeClock } from "../testing/fake-clock.ts";
import { NOON, seeded } from "../testing/paced-account.ts";
import type { PacedMessage } from "./paced-message.ts";
import { Restraints } from "./restraints.ts";
import { PACE_DEFAULTS, TIME_ZONE_DEFAULT } from "./settings.ts";

const DAY_MS = 24 * 60 * 60 * 1_000;

let folder: string;
let clock: FakeClock;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pace-"));
  clock = new FakeClock(NOON);
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What one process does with an account's restraints, over the real database. */
async function inAProcess<Result>(
  work: (restraints: Restraints) => Promise<Result>,
  accountId = "shop",
): Promise<Result> {
  const inbox = openInbox({ file: join(folder, "inbox.sqlite"), channelId: "zalouser", clock });
  try {
    return await work(
      await Restraints.open({
        pace: { ...PACE_DEFAULTS, strangersPerDay: 3 },
        timeZone: TIME_ZONE_DEFAULT,
        ledger: inbox.ledger(accountId),
        clock,
        random: seeded(),
        onTrouble: (error) => {
          throw error;
        },
      }),
    );
  } finally {
    inbox.close();
  }
}

const to = (id: string): PacedMessage => ({
  chat: { kind: "direct", id },
  isFriend: false,
  proactive: false,
  length: 0,
  deadlineAt: NOON + DAY_MS,
  longHolds: "wait",
});

test("counts, people and pauses are on disk when the next process comes, for their own account", async () => {
  await inAProcess(async (restraints) => {
    for (const person of ["an", "bình", "chi"]) await restraints.count(person, true, NOON);
    restraints.learn({ kind: "slow-down", why: "429" }, to("an"));
    restraints.learn({ kind: "person-refuses", why: "123" }, to("an"));
    // Writes of one database are in order: this one comes after theirs.
    await restraints.prune();
  });
  await inAProcess(async (restraints) => {
    expect(restraints.facts(NOON)).toMatchObject({ count: { sent: 3 }, account: { why: "429" }, people: 1 });
    expect(await restraints.isNew("an")).toBe(false);
    expect(restraints.hold(to("an"), false, NOON)).toMatchObject({ cause: "person", why: "123" });
    expect(restraints.hold(to("new"), true, NOON)).toMatchObject({ cause: "paused" });
    const later = NOON + 10 * 60_000;
    expect(restraints.hold(to("new"), true, later)).toMatchObject({ cause: "strangers-per-day" });
    await restraints.welcome("an");
  });
  await inAProcess(async (restraints) => expect(restraints.facts(NOON).people).toBe(0));
  await inAProcess(async (restraints) => {
    expect(restraints.hold(to("an"), true, NOON)).toBeUndefined();
  }, "clinic");
});

test("somebody who was not written to for a month is new again", async () => {
  await inAProcess((restraints) => restraints.count("an", true, NOON));
  await clock.advance(31 * DAY_MS);
  await inAProcess(async (restraints) => {
    await restraints.prune();
    expect(await restraints.isNew("an")).toBe(true);
  });
});
