import { expect, test } from "vitest";
import type { Bot } from "zalo-simulator/world/bot";
import { PATIENCE_MS, shop } from "../support/shop.ts";

const PEOPLE = 5;

test("people who share one session are each answered themselves, and the operator is told that they do", async () => {
  await using place = await shop({
    bots: [{ name: "Bot Gia Đình" }],
    channel: ([only]) => ({ enabled: true, dmPolicy: "open", allowFrom: ["*"], botToken: only?.token }),
    // The gateway's own default.
    config: { session: { dmScope: "main" } },
    think: async ({ text }) => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      return `Trả lời cho ${text}`;
    },
  });
  const [bot] = place.bots as [Bot];
  await place.open();
  const people = Array.from({ length: PEOPLE }, (_, at) =>
    place.zalo.world.addPerson({ name: `Người ${at + 1}` }),
  );
  for (const person of people) person.says(bot, `câu của ${person.name}`);
  await Promise.all(
    people.map((person) => person.waitFor(bot, (heard) => heard.length > 0, { timeoutMs: PATIENCE_MS })),
  );
  for (const person of people) {
    expect(person.hears(bot).map(({ text }) => text)).toEqual([`Trả lời cho câu của ${person.name}`]);
  }

  const status = await place.gateway.cli("channels", "status");
  expect(status.stdout).toContain('Several people may write to account "default"');
  const audit = await place.gateway.cli("security", "audit", "--json");
  expect(audit.stdout).toContain("channels.zalo.dm.shared_session");
}, 300_000);
