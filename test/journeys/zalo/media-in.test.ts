import { readFileSync } from "node:fs";
import { openInbox } from "channel-kit/inbox/sqlite-inbox";
import { fileType } from "channel-kit/media/file-type";
import type { Question, Recording } from "demo/model";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Bot } from "zalo-simulator/world/bot";
import type { Person } from "zalo-simulator/world/person";
import { letModelListen } from "../support/let-model-listen.ts";
import { inboxFile } from "../support/possible-doubles.ts";
import { PATIENCE_MS, type Shop, shop } from "../support/shop.ts";

const MEGABYTE = 1024 * 1024;
const CANNOT_READ = /^Xin lỗi bạn, bot chưa đọc được loại tin nhắn này/;

let place: Shop;
/** Lets everybody in. */
let open: Bot;
/** Gives strangers a pairing code. */
let closed: Bot;
/** What the model was asked in the story that runs. */
let asked: Question[];
/** What was played to it. */
let played: Recording[];

beforeAll(async () => {
  asked = [];
  played = [];
  place = await shop({
    bots: [{ name: "Bot Tiệm Hoa" }, { name: "Bot Riêng" }],
    channel: ([first, second]) => ({
      enabled: true,
      accounts: {
        default: { botToken: first?.token, dmPolicy: "open", allowFrom: ["*"], mediaMaxMb: 1 },
        private: { botToken: second?.token, dmPolicy: "pairing" },
      },
    }),
    think: (question) => {
      asked.push(question);
      return `Trả lời cho ${question.text.replaceAll("\n", " ")}`;
    },
    listen: (recording) => {
      played.push(recording);
      return "mấy giờ mở cửa";
    },
  });
  [open, closed] = place.bots as [Bot, Bot];
  letModelListen(place.gateway, place.model);
  await place.open();
});
beforeEach(() => {
  asked = [];
  played = [];
});
afterAll(async () => await place?.[Symbol.asyncDispose]());

test("the model sees the picture that somebody sends, with its caption, whichever field carries it", async () => {
  const alice = place.zalo.world.addPerson({ name: "Alice" });
  const url = place.zalo.media.samples["photo.jpg"];
  for (const [before, imageField] of (["photo_url", "photo"] as const).entries()) {
    open.switches.imageField = imageField;
    alice.sends(open, { kind: "image", url, caption: `hoa trong ${imageField}` });
    await heard(alice, open, before + 1);
    expect(asked.at(-1)?.text).toContain(`hoa trong ${imageField}`);
    expect(asked.at(-1)?.images).toEqual([dataUrl("photo.jpg")]);
  }
  open.switches.imageField = "photo_url";
});

test("a voice message reaches the transcription as m4a, and the agent answers what was said", async () => {
  const bob = place.zalo.world.addPerson({ name: "Bob" });
  bob.sends(open, { kind: "voice", url: longVoice() });
  await heard(bob, open, 1);
  expect(played.map(({ name, bytes }) => [name.split(".").at(-1), fileType(bytes)?.mime])).toEqual([
    ["m4a", "audio/mp4"],
  ]);
  expect(asked[0]?.text).toContain("mấy giờ mở cửa");
});

test("a sticker is seen when it has a picture, and named in any case", async () => {
  const carol = place.zalo.world.addPerson({ name: "Carol" });
  const sticker = { kind: "sticker", id: "0e078a2fb66a5f34067b" } as const;
  carol.sends(open, { ...sticker, url: place.zalo.media.samples["photo.png"] });
  await heard(carol, open, 1);
  carol.sends(open, sticker);
  await heard(carol, open, 2);
  expect(asked.map(({ images }) => images)).toEqual([[dataUrl("photo.png")], []]);
  for (const { text } of asked) expect(text).toContain("[sticker: 0e078a2fb66a5f34067b]");
});

test("of a picture that is too large the agent knows and the person is told once; the words are answered", async () => {
  const dave = place.zalo.world.addPerson({ name: "Dave" });
  const url = place.zalo.media.host({ type: "image/jpeg", bytes: Buffer.alloc(2 * MEGABYTE, 1) }, ".jpg");
  dave.sends(open, { kind: "image", url, caption: "to quá?" });
  await heard(dave, open, 2);
  dave.sends(open, { kind: "image", url, caption: "vẫn to?" });
  await heard(dave, open, 3);
  expect(textsOf(dave, open)).toEqual([
    "Xin lỗi bạn, bot không mở được ảnh bạn vừa gửi vì lớn hơn 1 MB. Bạn gửi lại ảnh nhỏ hơn nhé.",
    "Trả lời cho to quá? [image could not be fetched: larger than 1 MB]",
    "Trả lời cho vẫn to? [image could not be fetched: larger than 1 MB]",
  ]);
});

test("what is no picture, is gone or lies in the gateway's own network is not shown to the model", async () => {
  const { media, world } = place.zalo;
  const page = media.host(
    { type: "image/jpeg", bytes: Buffer.from("<!doctype html><title>403</title>") },
    ".jpg",
  );
  const cases = {
    [page]: "the file is not an image of a known type",
    [`${page}.gone`]: "it is no longer there",
    [`http://127.0.0.1:${place.gateway.port}/healthz`]: "its address is not allowed",
    "http://169.254.169.254/latest/meta-data": "its address is not allowed",
  };
  for (const [url, why] of Object.entries(cases)) {
    const person = world.addPerson({ name: "Erin" });
    person.sends(open, { kind: "image", url });
    await heard(person, open, 2);
    expect(textsOf(person, open)[0]).toMatch(/^Xin lỗi bạn, bot .+ nhé\.$/);
    expect(asked.at(-1)).toMatchObject({ text: `[image could not be fetched: ${why}]`, images: [] });
  }
});

test("nothing is fetched for somebody whom the policy does not let in", async () => {
  const stranger = place.zalo.world.addPerson({ name: "Khách lạ" });
  stranger.sends(closed, { kind: "image", url: `http://127.0.0.1:${place.gateway.port}/healthz` });
  await heard(stranger, closed, 1);
  expect(textsOf(stranger, closed)).toEqual([expect.stringContaining("Mã ghép nối")]);
  expect(readFileSync(place.gateway.logFile, "utf8")).not.toContain(`of ${stranger.id} could not be had`);
});

test("an album is one turn, and words after it are another", async () => {
  const alice = place.zalo.world.addPerson({ name: "Alice" });
  alice.sendsAlbum(open, ALBUM.map(urlOf), {
    caption: "hoa này",
  });
  await heard(alice, open, 1);
  alice.says(open, "bao nhiêu tiền?");
  await heard(alice, open, 2);
  expect(textsOf(alice, open)).toEqual([expect.stringContaining("hoa này"), "Trả lời cho bao nhiêu tiền?"]);
  expect(asked).toHaveLength(2);
  expect(asked[0]?.images).toEqual(ALBUM.map(dataUrl));
});

test("an album that is cut in two by a power cut is answered once", async () => {
  const carol = place.zalo.world.addPerson({ name: "Carol" });
  carol.sendsAlbum(open, ALBUM.map(urlOf), {
    caption: "hỏng nguồn",
  });
  await stored(carol, 3);
  await place.cutPower();
  await place.open();
  await heard(carol, open, 1);
  expect(asked.at(-1)?.images).toEqual(ALBUM.map(dataUrl));
  carol.says(open, "xong chưa?");
  await heard(carol, open, 2);
  expect(textsOf(carol, open)).toEqual([expect.stringContaining("hỏng nguồn"), "Trả lời cho xong chưa?"]);
});

test("who sends what the bot may not read is told so once, and the agent hears nothing of it", async () => {
  const dave = place.zalo.world.addPerson({ name: "Dave" });
  dave.sends(open, { kind: "unsupported" });
  dave.sends(open, { kind: "unknown", eventName: "message.hologram.received", fields: { depth: 3 } });
  dave.says(open, "thế còn chữ?");
  await heard(dave, open, 2);
  expect(textsOf(dave, open)).toEqual([expect.stringMatching(CANNOT_READ), "Trả lời cho thế còn chữ?"]);
  expect(asked).toHaveLength(1);
  await place.gateway.stop();
  await place.open();
  dave.sends(open, { kind: "unsupported" });
  dave.says(open, "và bây giờ?");
  await heard(dave, open, 3);
  expect(textsOf(dave, open).slice(2)).toEqual(["Trả lời cho và bây giờ?"]);
});

test("a stranger who sends what the bot may not read gets the pairing code and nothing else", async () => {
  const erin = place.zalo.world.addPerson({ name: "Erin" });
  erin.sends(closed, { kind: "unsupported" });
  await heard(erin, closed, 1);
  expect(textsOf(erin, closed)).toEqual([expect.stringContaining("Mã ghép nối")]);
  expect(asked).toEqual([]);
});

test("an event of a kind yet to come is answered when it has words", async () => {
  const frank = place.zalo.world.addPerson({ name: "Frank" });
  frank.sends(open, { kind: "unknown", eventName: "message.poem.received", fields: { text: "trăng lên" } });
  frank.sends(open, { kind: "unknown", eventName: "user.followed", fields: {} });
  frank.says(open, "hay không?");
  await heard(frank, open, 2);
  expect(textsOf(frank, open)).toEqual(["Trả lời cho trăng lên", "Trả lời cho hay không?"]);
});

async function heard(person: Person, bot: Bot, count: number): Promise<void> {
  await person.waitFor(bot, (all) => all.length >= count, { timeoutMs: PATIENCE_MS });
}

/** Resolves when so many messages of a person's are on disk. */
async function stored(person: Person, count: number): Promise<void> {
  using inbox = openInbox({ file: inboxFile(place.folder, "zalo"), channelId: "zalo" });
  const queue = inbox.queue("default");
  await expect
    .poll(
      async () => {
        const rows = [...(await queue.listPending()), ...(await queue.listClaims())];
        return rows.filter(({ id }) => id.startsWith(person.id)).length;
      },
      { timeout: PATIENCE_MS, interval: 20 },
    )
    .toBe(count);
}

/** Ten times two silent seconds: what is shorter than a kilobyte the gateway does not have written out. */
function longVoice(): string {
  const bytes = place.zalo.media.get("voice.aac")?.bytes ?? Buffer.alloc(0);
  const type = "audio/aac";
  return place.zalo.media.host({ type, bytes: Buffer.concat(Array<Buffer>(10).fill(bytes)) }, ".aac");
}

const ALBUM = ["photo.jpg", "photo.png", "photo.jpg"] as const;
const urlOf = (name: (typeof ALBUM)[number]): string => place.zalo.media.samples[name];
const dataUrl = (name: (typeof ALBUM)[number]): string => {
  const { type = "", bytes } = place.zalo.media.get(name) ?? {};
  return `data:${type};base64,${bytes?.toString("base64")}`;
};

const textsOf = (person: Person, bot: Bot): string[] => person.hears(bot).map(({ text }) => text);
