import { expect, test } from "vitest";
import type { Bot } from "zalo-simulator/world/bot";
import { PATIENCE_MS, shop } from "../support/shop.ts";

const PEOPLE = 40;
const MESSAGES_EACH = 2;
/** One after the other would be one at a time; eight at a time are five rounds for forty people. */
const AT_ONCE = 8;

test("forty people who write at once do not wait for each other, and each is answered in order", async () => {
  let thinking = 0;
  let most = 0;
  /** Nobody is answered before so many are thought about at once, however long the machine takes for that. */
  const enough = Promise.withResolvers<void>();
  await using place = await shop({
    bots: [{ name: "Bot Chợ Tết" }],
    channel: ([only]) => ({ enabled: true, dmPolicy: "open", allowFrom: ["*"], botToken: only?.token }),
    think: async ({ text }) => {
      thinking += 1;
      most = Math.max(most, thinking);
      if (most >= AT_ONCE) enough.resolve();
      await enough.promise;
      thinking -= 1;
      return `Trả lời cho ${text}`;
    },
  });
  const [bot] = place.bots as [Bot];
  await place.open();
  const people = Array.from({ length: PEOPLE }, (_, at) =>
    place.zalo.world.addPerson({ name: `Khách ${at + 1}` }),
  );
  for (const person of people) person.says(bot, "câu 1");
  for (const person of people) person.says(bot, "câu 2");

  await Promise.all(
    people.map((person) =>
      person.waitFor(bot, (heard) => heard.length >= MESSAGES_EACH, { timeoutMs: 2 * PATIENCE_MS }),
    ),
  );
  for (const person of people) {
    expect(person.hears(bot).map(({ text }) => text)).toEqual(["Trả lời cho câu 1", "Trả lời cho câu 2"]);
  }
  expect(place.zalo.journal.entries.filter(({ kind }) => kind === "dropped" || kind === "lost")).toEqual([]);
  expect(most).toBeGreaterThanOrEqual(AT_ONCE);
}, 600_000);
