import type { Outgoing } from "channel-kit/answer/answer-record";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Fault } from "zalo-simulator/faults/fault";
import { type Simulator, startSimulator } from "zalo-simulator/simulator";
import type { Bot } from "zalo-simulator/world/bot";
import type { Person } from "zalo-simulator/world/person";
import { openHttp } from "../bot-api/http.ts";
import { botApi } from "../bot-api/methods.ts";
import { sendPiece } from "./send-piece.ts";

const NEVER = new AbortController().signal;

let zalo: Simulator;
let bot: Bot;
let alice: Person;
let http: ReturnType<typeof openHttp>;
let warnings: string[];

beforeEach(async () => {
  zalo = await startSimulator();
  bot = zalo.world.addBot({ name: "Bot Shop" });
  alice = zalo.world.addPerson({ name: "Alice" });
  alice.says(bot, "chào");
  http = openHttp({ apiUrl: zalo.url, token: bot.token });
  warnings = [];
});

afterEach(async () => {
  await http.close();
  await zalo.close();
});

const send = async (piece: Outgoing, chatId = alice.id) =>
  await sendPiece(
    {
      api: botApi("shop", http.call),
      accountId: "shop",
      refusedFormat: new Set(),
      warn: (warning) => warnings.push(warning),
    },
    chatId,
    piece,
    NEVER,
  );
const heard = () => alice.hears(bot).map(({ kind, text }) => ({ kind, text }));
const spoil = (method: string, fault: Fault) => zalo.faults.add({ method, fault });
const photo = (url: string, caption = "Hoa"): Outgoing => ({
  text: `${caption}\n${url}`,
  media: { kind: "image", url, caption },
});

test("each kind goes out as what it is", async () => {
  const { samples } = zalo.media;
  const voice = samples["voice.aac"];
  expect((await send({ text: "Chào" })).kind).toBe("sent");
  expect((await send(photo(samples["photo.png"]))).kind).toBe("sent");
  expect((await send({ text: voice, media: { kind: "voice", url: voice } })).kind).toBe("sent");
  expect((await send({ text: "", media: { kind: "sticker", id: "0e078a2fb66a5f34067b" } })).kind).toBe(
    "sent",
  );
  expect(heard()).toEqual([
    { kind: "text", text: "Chào" },
    { kind: "photo", text: "Hoa" },
    { kind: "voice", text: "" },
    { kind: "sticker", text: "" },
  ]);
  expect(warnings).toEqual([]);
});

test("a photo that Zalo cannot fetch goes out as its address, once, and the log says why", async () => {
  const url = `${zalo.url}/media/nothing.png`;
  expect((await send(photo(url))).kind).toBe("sent");
  expect(heard()).toEqual([{ kind: "text", text: `Hoa\n${url}` }]);
  expect(warnings).toEqual([
    expect.stringMatching(/^account "shop": a photo was refused.*The photo URL is invalid/),
  ]);
  expect(warnings.join()).not.toContain(url);
});

test("a photo that may have arrived does not go out in words as well", async () => {
  spoil("sendPhoto", { kind: "reset", accept: true });
  expect((await send(photo(zalo.media.samples["photo.png"]))).kind).toBe("unknown");
  expect(heard()).toEqual([{ kind: "photo", text: "Hoa" }]);
});

test("a photo that is refused for now waits; it does not become words", async () => {
  for (const errorCode of [429, 403, 500]) {
    spoil("sendPhoto", { kind: "ok-false", errorCode });
    expect(await send(photo(zalo.media.samples["photo.png"]))).toMatchObject({
      kind: "not-sent",
      error: { retryable: true },
    });
  }
  expect(heard()).toEqual([]);
});

test("a refused sticker has no words, and is an error", async () => {
  spoil("sendSticker", { kind: "ok-false", errorCode: 400 });
  expect(await send({ text: "", media: { kind: "sticker", id: "x" } })).toMatchObject({
    kind: "not-sent",
    error: { code: "rejected" },
  });
});

test("a chat that Zalo does not know is not blamed on the photo", async () => {
  const delivery = await send(photo(zalo.media.samples["photo.png"]), "0".repeat(20));
  expect(delivery).toMatchObject({ kind: "not-sent", error: { code: "rejected" } });
  expect(warnings).toEqual([]);
});
