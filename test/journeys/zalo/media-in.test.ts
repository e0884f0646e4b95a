import { join } from "node:path";
import { openInbox } from "channel-kit/inbox/sqlite-inbox";
import type { Question } from "demo/model";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Bot } from "zalo-simulator/world/bot";
import type { Person } from "zalo-simulator/world/person";
import { assertNoSecrets } from "../../support/secrets.ts";
import { PATIENCE_MS, type Shop, shop } from "../support/shop.ts";

const CANNOT_READ = /^Xin lỗi bạn, bot chưa đọc được loại tin nhắn này/;

let place: Shop & { bots: readonly Bot[] };
/** Lets everybody in. */
let open: Bot;
/** Gives strangers a pairing code. */
let closed: Bot;
/** What the model was asked in the story that runs. */
let asked: Question[];

beforeAll(async () => {
  asked = [];
  place = await shop({
    bots: [{ name: "Bot Tiệm Hoa" }, { name: "Bot Riêng" }],
    channel: ([first, second]) => ({
      enabled: true,
      accounts: {
        default: { botToken: first?.token, dmPolicy: "open", allowFrom: ["*"] },
        private: { botToken: second?.token, dmPolicy: "pairing" },
      },
    }),
    think: (question) => {
      asked.push(question);
      return `Trả lời cho ${question.text.replaceAll("\n", " ")}`;
    },
  });
  [open, closed] = place.bots as [Bot, Bot];
  await place.open();
});
beforeEach(() => {
  asked = [];
});
afterAll(async () => await place?.[Symbol.asyncDispose]());

test("an album is one turn, and words after it are another", async () => {
  const alice = place.zalo.world.addPerson({ name: "Alice" });
  const { samples } = place.zalo.media;
  alice.sendsAlbum(open, [samples["photo.jpg"], samples["photo.png"], samples["photo.jpg"]], {
    caption: "hoa này",
  });
  await heard(alice, open, 1);
  alice.says(open, "bao nhiêu tiền?");
  await heard(alice, open, 2);
  expect(textsOf(alice, open)).toEqual([expect.stringContaining("hoa này"), "Trả lời cho bao nhiêu tiền?"]);
  expect(asked).toHaveLength(2);
});

test("an album that is cut in two by a power cut is answered once", async () => {
  const carol = place.zalo.world.addPerson({ name: "Carol" });
  const { samples } = place.zalo.media;
  carol.sendsAlbum(open, [samples["photo.jpg"], samples["photo.png"], samples["photo.jpg"]], {
    caption: "hỏng nguồn",
  });
  await stored(carol, 3);
  await place.cutPower();
  await place.open();
  await heard(carol, open, 1);
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

test("the tokens are in nothing that the gateway has written", async () => {
  await place.gateway.stop();
  await assertNoSecrets(place.folder, [open.token, closed.token]);
});

async function heard(person: Person, bot: Bot, count: number): Promise<void> {
  await person.waitFor(bot, (all) => all.length >= count, { timeoutMs: PATIENCE_MS });
}

/** Resolves when so many messages of a person's are on disk. */
async function stored(person: Person, count: number): Promise<void> {
  using inbox = openInbox({ file: join(place.folder, "state", "zalo", "inbox.sqlite"), channelId: "zalo" });
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

const textsOf = (person: Person, bot: Bot): string[] => person.hears(bot).map(({ text }) => text);
