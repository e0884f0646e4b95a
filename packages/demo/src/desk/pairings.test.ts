import { challengeText } from "channel-kit/pairing/challenge-text";
import { expect, test } from "vitest";
import { startSimulator } from "zalo-simulator/simulator";
import { setScene } from "../scene.ts";
import { Pairings } from "./pairings.ts";

test("whoever is asked for a code waits from then on, on either side, until approved", async () => {
  await using zalo = await startSimulator();
  const scene = setScene(zalo);
  const pairings = new Pairings(scene);
  const heard: boolean[] = [];
  zalo.journal.subscribe((entry) => heard.push(pairings.see(entry)));

  scene.person.says(scene.bot, "xin chào");
  const asked = challengeText({
    channelId: "zalo",
    speaksAs: "bot",
    senderId: scene.person.id,
    code: "ZSKF2YBK",
  });
  const chat = scene.bot.directChat(scene.person);
  for (let times = 0; times < 2; times += 1) {
    zalo.world.botSays(chat, { botId: scene.bot.id, kind: "text", text: asked, params: {} });
  }
  const also = challengeText({
    channelId: "zalouser",
    speaksAs: "account",
    senderId: scene.person.uid,
    code: "AB2CD3EF",
    accountId: "work",
  });
  scene.owner.writes(scene.person, also);

  expect(pairings.open).toMatchObject([
    { channel: "zalouser", account: "work", code: "AB2CD3EF", person: scene.person.id, name: "An" },
    { channel: "zalo", code: "ZSKF2YBK", person: scene.person.id, name: "An" },
  ]);
  expect(heard.filter((isNew) => isNew)).toHaveLength(2);
  pairings.approved("ZSKF2YBK");
  expect(pairings.open).toMatchObject([{ code: "AB2CD3EF" }]);
});

test("whoever was asked before this start is recalled, with the account they wrote to", async () => {
  await using zalo = await startSimulator();
  const scene = setScene(zalo);
  const pairings = new Pairings(scene);
  const createdAt = new Date().toISOString();
  const requests = [
    { id: scene.person.id, code: "ZSKF2YBK", createdAt, meta: { accountId: "default" } },
    { id: "5".repeat(19), code: "AB2CD3EF", createdAt, meta: { accountId: "shop-2", name: "Ai đó" } },
  ];
  await pairings.recall(
    { cli: async () => ({ code: 0, stdout: JSON.stringify({ requests }), stderr: "" }) },
    "zalo",
  );
  expect(pairings.open.toSorted((one, other) => other.code.localeCompare(one.code))).toEqual([
    { channel: "zalo", code: "ZSKF2YBK", person: scene.person.id, name: "An", at: Date.parse(createdAt) },
    {
      channel: "zalo",
      code: "AB2CD3EF",
      account: "shop-2",
      person: "5".repeat(19),
      name: "Ai đó",
      at: Date.parse(createdAt),
    },
  ]);
});
