import { afterAll, beforeAll, expect, test } from "vitest";
import type { PersonalMessage } from "zalo-simulator/world/conversation";
import type { Person } from "zalo-simulator/world/person";
import { PATIENCE_MS, type PersonalShop, personalShop } from "../support/personal-shop.ts";

let place: PersonalShop;
let lan: Person;

beforeAll(async () => {
  place = await personalShop({
    think: ({ text }) => `Trả lời cho ${text}`,
    channel: { groupPolicy: "open", historyLimit: 5 },
  });
  lan = place.zalo.world.addPerson({ name: "Chị Lan" });
  place.zalo.world.befriend(place.owner, lan);
  await place.signIn();
  await place.open();
});
afterAll(() => place?.[Symbol.asyncDispose]());

const heard = (person: Person, count: number) =>
  person.waitForFrom(place.owner, (all) => all.length >= count, { timeoutMs: PATIENCE_MS });

const textOf = (message: PersonalMessage | undefined) =>
  message?.content.kind === "text" ? message.content.text : undefined;

test("a stranger gets one pairing code, and is answered once the operator has approved it", async () => {
  lan.writes(place.owner, "xin chào");
  const [challenge] = await heard(lan, 1);
  const code = /[A-Z0-9]{8}/.exec(textOf(challenge) ?? "")?.[0] ?? "";
  expect(code).not.toBe("");
  lan.writes(place.owner, "có ai không?");
  const approved = await place.gateway.cli("pairing", "approve", "zalouser", code);
  expect(approved.code, approved.stderr).toBe(0);
  await place.listening();
  lan.writes(place.owner, "còn hoa hồng không?");
  const all = await heard(lan, 2);
  expect(textOf(all[1])).toBe("Trả lời cho còn hoa hồng không?");
});
