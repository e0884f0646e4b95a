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
  });
  scene.owner.writes(scene.person, also);

  expect(pairings.open).toMatchObject([
    { channel: "zalouser", code: "AB2CD3EF", person: scene.person.id, name: "An" },
    { channel: "zalo", code: "ZSKF2YBK", person: scene.person.id, name: "An" },
  ]);
  expect(heard.filter((isNew) => isNew)).toHaveLength(2);
  pairings.approved("ZSKF2YBK");
  expect(pairings.open).toMatchObject([{ code: "AB2CD3EF" }]);
});
