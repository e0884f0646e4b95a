import { afterAll, beforeAll, expect, test } from "vitest";
import type { Bot } from "zalo-simulator/world/bot";
import type { Person } from "zalo-simulator/world/person";
import { assertNoSecrets } from "../../support/secrets.ts";
import { PATIENCE_MS, type Shop, shop } from "../support/shop.ts";

let place: Shop;
let bot: Bot;
/** Lets the model finish the thought it is asked to be slow about. */
let finishThought = () => {};
let thoughtBegan = Promise.withResolvers<void>();

beforeAll(async () => {
  place = await shop({
    bots: [{ name: "Bot Tiệm Hoa" }],
    channel: ([only]) => ({ enabled: true, dmPolicy: "open", allowFrom: ["*"], botToken: only?.token }),
    think: async ({ text }) => {
      if (text.startsWith("nghĩ kỹ")) {
        const thought = Promise.withResolvers<void>();
        finishThought = thought.resolve;
        thoughtBegan.resolve();
        await thought.promise;
      }
      return `Trả lời cho ${text}`;
    },
  });
  [bot] = place.bots as [Bot];
  await place.open();
});

afterAll(async () => await place?.[Symbol.asyncDispose]());

test("a command is answered, and so is what comes after it", async () => {
  const alice = place.zalo.world.addPerson({ name: "Alice" });
  alice.says(bot, "/status");
  alice.says(bot, "xin chào");
  await heard(alice, 2);
  expect(textsOf(alice)[1]).toBe("Trả lời cho xin chào");
});

test("/stop ends a turn at once, and what was stopped is not answered later", async () => {
  const bob = place.zalo.world.addPerson({ name: "Bob" });
  thoughtBegan = Promise.withResolvers();
  bob.says(bot, "nghĩ kỹ về việc này");
  await thoughtBegan.promise;
  bob.says(bot, "/stop");
  await heard(bob, 1);
  finishThought();
  bob.says(bot, "thôi, chào nhé");
  await bob.waitFor(bot, (all) => all.some(({ text }) => text === "Trả lời cho thôi, chào nhé"), {
    timeoutMs: PATIENCE_MS,
  });
  expect(textsOf(bob)).not.toContain("Trả lời cho nghĩ kỹ về việc này");
});

test("a gateway that is told to stop in the middle of a turn answers it once, before or after", async () => {
  const carol = place.zalo.world.addPerson({ name: "Carol" });
  thoughtBegan = Promise.withResolvers();
  carol.says(bot, "nghĩ kỹ một chút");
  await thoughtBegan.promise;
  const stopped = place.stop();
  finishThought();
  await stopped;
  const dave = place.zalo.world.addPerson({ name: "Dave" });
  dave.says(bot, "có ai ở nhà không?");
  thoughtBegan = Promise.withResolvers();
  void thoughtBegan.promise.then(() => finishThought());
  await place.open();
  await heard(carol, 1);
  await heard(dave, 1);
  expect(textsOf(carol)).toEqual(["Trả lời cho nghĩ kỹ một chút"]);
  expect(textsOf(dave)).toEqual(["Trả lời cho có ai ở nhà không?"]);
});

test("the same message handed over twice is answered once, also over a restart", async () => {
  const erin = place.zalo.world.addPerson({ name: "Erin" });
  const messageId = erin.says(bot, "một lần thôi");
  await heard(erin, 1);
  place.zalo.world.redeliver(bot, messageId);
  erin.says(bot, "lần hai");
  await heard(erin, 2);
  expect(textsOf(erin)).toEqual(["Trả lời cho một lần thôi", "Trả lời cho lần hai"]);
});

test("the token is in nothing that the gateway has written", async () => {
  await place.gateway.stop();
  assertNoSecrets(place.folder, [bot.token]);
});

async function heard(person: Person, count: number): Promise<void> {
  await person.waitFor(bot, (all) => all.length >= count, { timeoutMs: PATIENCE_MS });
}

const textsOf = (person: Person): string[] => person.hears(bot).map(({ text }) => text);
