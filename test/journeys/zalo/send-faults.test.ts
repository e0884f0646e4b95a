import { expect, test } from "vitest";
import type { Bot } from "zalo-simulator/world/bot";
import type { Person } from "zalo-simulator/world/person";
import { PATIENCE_MS, type Shop, shop } from "../support/shop.ts";

type Fault = Parameters<Shop["zalo"]["faults"]["add"]>[0]["fault"];

/** What Zalo may answer to a send that it has certainly not carried out. */
const REFUSED: Readonly<Record<string, Fault>> = {
  "429 as a status": { kind: "status", status: 429, body: "<html>Too Many Requests</html>" },
  "429 in the body": { kind: "ok-false", errorCode: 429, description: "Quota exceeded" },
  "500 in the body": { kind: "ok-false", errorCode: 500, description: "Internal error" },
  "503 in the body": { kind: "ok-false", errorCode: 503, description: "Unavailable" },
  "500 as a status": { kind: "status", status: 500, body: "<html>Oops</html>" },
  "503 as a status": { kind: "html", status: 503 },
  "403, Zalo's word for an error of its own": { kind: "ok-false", errorCode: 403 },
};

/** What leaves it open whether the message was accepted. */
const UNCLEAR: Readonly<Record<string, Fault>> = {
  "502 as a status": { kind: "status", status: 502, body: "<html>Oops</html>" },
  "504 as a status": { kind: "html", status: 504 },
  garbage: { kind: "garbage" },
  "a reset connection": { kind: "reset" },
  "an answer cut short": { kind: "cut" },
  "an empty answer": { kind: "empty" },
};

const ANSWER = "Đã nhận";

test("one bad answer to a send never costs the reply, and only an accepted one may double", async () => {
  await using place = await shop({
    bots: [{ name: "Bot Repeat" }, { name: "Bot Hold" }],
    channel: ([repeat, hold]) => ({
      enabled: true,
      dmPolicy: "open",
      allowFrom: ["*"],
      accounts: {
        repeat: { botToken: repeat?.token },
        hold: { botToken: hold?.token, unknownSends: "hold" },
      },
    }),
    think: () => ANSWER,
  });
  const [repeat, hold] = place.bots as [Bot, Bot];
  await place.open();

  const customer = (bot: Bot, fault: Fault | undefined) => {
    const person = place.zalo.world.addPerson({ name: "Khách" });
    if (fault !== undefined) {
      place.zalo.faults.add({ method: "sendMessage", chat: person.id, times: 1, fault });
    }
    person.says(bot, "có ai không?");
    return person;
  };
  const refused = Object.values(REFUSED).map((fault) => customer(repeat, fault));
  const refusedWhileHolding = Object.values(REFUSED).map((fault) => customer(hold, fault));
  const unclear = Object.values(UNCLEAR).map((fault) => customer(repeat, fault));
  const accepted = Object.values(UNCLEAR).map((fault) => customer(repeat, { ...fault, accept: true }));
  const held = Object.values(UNCLEAR).map((fault) => customer(hold, fault));
  const heldAndAccepted = Object.values(UNCLEAR).map((fault) => customer(hold, { ...fault, accept: true }));
  // Never accepted and never refused for good: still on its way when the power fails.
  const outage = place.zalo.world.addPerson({ name: "Khách lâu năm" });
  const quota = place.zalo.faults.add({
    method: "sendMessage",
    chat: outage.id,
    times: Number.POSITIVE_INFINITY,
    fault: { kind: "ok-false", errorCode: 429 },
  });
  outage.says(repeat, "có ai không?");

  const answered = async (person: Person, bot: Bot, times: number) => {
    await person.waitFor(bot, (heard) => heard.length >= times, { timeoutMs: PATIENCE_MS });
  };
  await Promise.all([...refused, ...unclear].map((person) => answered(person, repeat, 1)));
  await Promise.all(accepted.map((person) => answered(person, repeat, 2)));
  await Promise.all([...refusedWhileHolding, ...heldAndAccepted].map((person) => answered(person, hold, 1)));
  await place.zalo.journal.waitFor(
    (entry) => entry.kind === "api-call" && entry.chatId === outage.id && entry.method === "sendMessage",
    { timeoutMs: PATIENCE_MS },
  );

  const status = (await place.gateway.cli("channels", "status")).stdout;
  expect(status).toContain(`${accepted.length + unclear.length} message(s) may have arrived twice`);
  expect(status).toContain(`${held.length + heldAndAccepted.length} message(s) may not have arrived`);

  await place.cutPower();
  quota.remove();
  await place.open();
  await answered(outage, repeat, 1);
  await place.gateway.stop();

  const heardBy = (people: readonly Person[], bot: Bot) => people.map((person) => person.hears(bot).length);
  const each = (people: readonly Person[], times: number) => people.map(() => times);
  expect(heardBy([...refused, ...unclear, outage], repeat)).toEqual(
    each([...refused, ...unclear, outage], 1),
  );
  expect(heardBy(accepted, repeat)).toEqual(each(accepted, 2));
  expect(heardBy(refusedWhileHolding, hold)).toEqual(each(refusedWhileHolding, 1));
  expect(heardBy(held, hold)).toEqual(each(held, 0));
  expect(heardBy(heldAndAccepted, hold)).toEqual(each(heldAndAccepted, 1));
}, 600_000);
