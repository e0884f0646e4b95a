import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Bot } from "zalo-simulator/world/bot";
import type { Person } from "zalo-simulator/world/person";
import { PATIENCE_MS, type Shop, shop, startedAgain } from "../support/shop.ts";

/** The public address of the shop; a tunnel leads its origin to the gateway. */
const PUBLIC = "https://shop.example.org";

let place: Shop;
let bot: Bot;
/** The second account's, whose gateway the internet does not know. */
let hiddenBot: Bot;
/** Somebody who was sent a picture early on. */
let early: Person;
/** What the model answers to a question; anything else is repeated. */
const answers = new Map<string, string>();

beforeAll(async () => {
  place = await shop({
    bots: [{ name: "Bot Tiệm Ảnh" }, { name: "Bot Trong Nhà" }],
    channel: (bots) => ({
      enabled: true,
      dmPolicy: "open",
      allowFrom: ["*"],
      groupPolicy: "open",
      accounts: {
        shop: { botToken: bots[0]?.token, publicUrl: PUBLIC },
        hidden: { botToken: bots[1]?.token },
      },
    }),
    think: ({ text }) => answers.get(text) ?? `Trả lời cho ${text}`,
  });
  [bot, hiddenBot] = place.bots as [Bot, Bot];
  bot.switches.tunnels = { [PUBLIC]: `http://127.0.0.1:${place.gateway.port}` };
  const { samples } = place.zalo.media;
  for (const name of ["hoa hồng.png", "hai.png", "ba.png"]) file(name, await download(samples["photo.png"]));
  file("lời chào.aac", await download(samples["voice.aac"]));
  file("Bảng giá.pdf", Buffer.from("%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"));
  await place.open();
});

afterAll(async () => await place?.[Symbol.asyncDispose]());

test("an agent's picture arrives as a photo with its words as caption, and is fetched by server and phone", async () => {
  const alice = newcomer("Alice");
  const from = place.zalo.journal.nextSeq;
  answers.set("cho xem hoa", "Hoa hồng **đỏ** đây ạ.\n\nMEDIA:./hoa hồng.png");
  alice.says(bot, "cho xem hoa");
  await heard(alice, 1);
  expect(alice.hears(bot)).toMatchObject([{ kind: "photo", text: "Hoa hồng đỏ đây ạ." }]);
  expect(addressOf(alice)).toMatch(/^https:\/\/shop\.example\.org\/zalo\/media\/[^?]+\/hoa-hong\.png$/);
  await onPhone(from);
});

test("a hosted picture is served as often as asked, in parts, after a restart, and to nobody who guesses", async () => {
  const bob = newcomer("Bob");
  early = bob;
  const from = place.zalo.journal.nextSeq;
  answers.set("một tấm thôi", "MEDIA:./hai.png");
  bob.says(bot, "một tấm thôi");
  await heard(bob, 1);
  await onPhone(from);
  await place.gateway.stop();
  await place.open();
  const url = addressOf(bob).replace(PUBLIC, `http://127.0.0.1:${place.gateway.port}`);
  const whole = await fetch(url);
  const bytes = Buffer.from(await whole.arrayBuffer());
  expect([whole.status, whole.headers.get("content-type")]).toEqual([200, "image/png"]);
  expect(whole.headers.get("x-content-type-options")).toBe("nosniff");
  const head = await fetch(url, { method: "HEAD" });
  expect([head.status, head.headers.get("content-length")]).toEqual([200, String(bytes.length)]);
  const part = await fetch(url, { headers: { range: "bytes=1-3" } });
  expect([part.status, await part.text()]).toEqual([206, "PNG"]);
  expect((await fetch(url, { headers: { range: `bytes=${bytes.length}-` } })).status).toBe(416);
  expect((await fetch(url.replace(/[^/]+\/hai\.png$/, `${"A".repeat(32)}/hai.png`))).status).toBe(404);
  expect((await fetch(url, { method: "POST" })).status).toBe(405);
  const seen = place.zalo.media.get(bob.hears(bot)[0]?.messageId ?? "")?.bytes;
  expect(seen?.equals(bytes)).toBe(true);
});

test("several pictures come in order, the caption under the first", async () => {
  const carol = newcomer("Carol");
  answers.set("ba tấm", "Đủ ba tấm ạ.\n\nMEDIA:./hoa hồng.png\nMEDIA:./hai.png\nMEDIA:./ba.png");
  carol.says(bot, "ba tấm");
  await heard(carol, 3);
  expect(carol.hears(bot).map(({ text }) => text)).toEqual(["Đủ ba tấm ạ.", "", ""]);
  expect(carol.hears(bot).map((message) => nameIn(message.params))).toEqual([
    "hoa-hong.png",
    "hai.png",
    "ba.png",
  ]);
});

test("a text that is too long for a caption goes on as text, and no word is lost", async () => {
  const dave = newcomer("Dave");
  const words = Array.from({ length: 700 }, (_, at) => `từ${at}`);
  answers.set("kể dài", `${words.join(" ")}\n\nMEDIA:./hoa hồng.png`);
  dave.says(bot, "kể dài");
  await dave.waitFor(bot, (all) => wordsOf(all).length >= words.length, { timeoutMs: PATIENCE_MS });
  expect(wordsOf(dave.hears(bot))).toEqual(words);
  expect(dave.hears(bot)[0]?.kind).toBe("photo");
});

test("a document is a link with its name and size; a voice is one in a direct chat and a link in a group", async () => {
  const erin = newcomer("Erin");
  answers.set("bảng giá", "Bảng giá đây ạ.\n\nMEDIA:./Bảng giá.pdf");
  erin.says(bot, "bảng giá");
  await heard(erin, 2);
  const [words, link] = erin.hears(bot).map(({ text }) => text);
  expect(words).toBe("Bảng giá đây ạ.");
  expect(link).toMatch(
    /^Bảng giá\.pdf \(\d+ B\)\nhttps:\/\/shop\.example\.org\/zalo\/media\/\S+\/Bang-gia\.pdf$/,
  );
  const local = link?.split("\n")[1]?.replace(PUBLIC, `http://127.0.0.1:${place.gateway.port}`) ?? "";
  expect((await fetch(local)).headers.get("content-disposition")).toContain("attachment");

  answers.set("chào đi", "MEDIA:./lời chào.aac");
  erin.says(bot, "chào đi");
  await heard(erin, 3);
  expect(erin.hears(bot)[2]).toMatchObject({
    kind: "voice",
    params: { voice_url: expect.stringMatching(/\.aac$/) },
  });

  const group = place.zalo.world.addGroup({ name: "Chung cư", members: [erin], bots: [bot] });
  answers.set("@Bot Tiệm Ảnh chào đi", "MEDIA:./lời chào.aac");
  erin.says(bot, "@Bot Tiệm Ảnh chào đi", { in: group });
  await group.waitFor(bot, (all) => all.length >= 1, { timeoutMs: PATIENCE_MS });
  expect(group.hears(bot)).toMatchObject([{ kind: "text", text: expect.stringContaining("lời chào.aac") }]);
});

test("an operator sends files, addresses and stickers, and is told when one is not there", async () => {
  const frank = await acquaintance("Frank");
  const picture = join(place.folder, "workspace", "hai.png");
  const other = join(place.folder, "workspace", "ba.png");
  const remote = place.zalo.media.samples["photo.jpg"];
  const sent = [
    await send("--target", frank.id, "--message", "Từ máy", "--media", picture, "--media", other),
    await send("--target", frank.id, "--message", "Từ mạng", "--media", remote),
    await place.gateway.cli(
      ...["message", "sticker", "send", "--channel", "zalo", "--account", "shop"],
      ...["--target", frank.id, "--sticker-id", "0e078a2fb66a5f34067b"],
    ),
  ];
  for (const { code, stdout, stderr } of sent) expect(`${code}`, stdout + stderr).toBe("0");
  const [, , , fromNet] = frank.hears(bot);
  expect(
    frank
      .hears(bot)
      .slice(1)
      .map(({ kind, text }) => ({ kind, text })),
  ).toEqual([
    { kind: "photo", text: "Từ máy" },
    { kind: "photo", text: "" },
    { kind: "photo", text: "Từ mạng" },
    { kind: "sticker", text: "" },
  ]);
  expect(fromNet?.params["photo"]).toBe(remote);
  const gone = await send("--target", frank.id, "--media", join(place.folder, "workspace", "không có.png"));
  expect(gone.code).not.toBe(0);
  expect(frank.hears(bot)).toHaveLength(5);
});

test("a picture that Zalo cannot fetch arrives as its address", async () => {
  const grace = await acquaintance("Grace");
  const missing = `${place.zalo.url}/media/nothing.jpg`;
  const { code, stdout, stderr } = await send(
    "--target",
    grace.id,
    "--message",
    "Xem nhé",
    "--media",
    missing,
  );
  expect(`${code}`, stdout + stderr).toBe("0");
  expect(grace.hears(bot).slice(1)).toMatchObject([{ kind: "text", text: `Xem nhé\n${missing}` }]);
});

test("without a public address the words arrive, the reader is told politely and the operator plainly", async () => {
  const henry = newcomer("Henry");
  answers.set("hình đâu", "Hình đây ạ.\n\nMEDIA:./hai.png");
  henry.says(hiddenBot, "hình đâu");
  await henry.waitFor(hiddenBot, (all) => all.length >= 1, { timeoutMs: PATIENCE_MS });
  expect(henry.hears(hiddenBot).map(({ text }) => text)).toEqual([
    "Hình đây ạ.\n\n(Xin lỗi bạn, có một hình hoặc tệp hiện chưa gửi được.)",
  ]);
  const status = await place.gateway.cli("channels", "status", "--json");
  expect(status.stdout).toContain("Set channels.zalo.accounts.hidden.publicUrl to");
  const picture = join(place.folder, "workspace", "hai.png");
  const refused = await place.gateway.cli(
    ...["message", "send", "--channel", "zalo", "--account", "hidden", "--target", henry.id],
    ...["--message", "Gửi tay", "--media", picture],
  );
  expect(refused.code).not.toBe(0);
  expect(refused.stdout + refused.stderr).toContain("Set channels.zalo.accounts.hidden.publicUrl to");
  expect(
    henry
      .hears(hiddenBot)
      .map(({ text }) => text)
      .slice(1),
  ).toEqual(["Gửi tay"]);
});

test("an address that is set while the gateway runs is used at once, and what was served before still is", async () => {
  const before = addressOf(early).replace(PUBLIC, `http://127.0.0.1:${place.gateway.port}`);
  const config = place.gateway.readConfig() as { channels: { zalo: { accounts: Record<string, object> } } };
  const { zalo } = config.channels;
  hiddenBot.switches.tunnels = bot.switches.tunnels;
  const accounts = { ...zalo.accounts, hidden: { ...zalo.accounts["hidden"], publicUrl: PUBLIC } };
  const from = place.zalo.journal.nextSeq;
  place.gateway.configure({ ...config, channels: { zalo: { ...zalo, accounts } } });
  await startedAgain(place.zalo, hiddenBot, from);
  const kim = newcomer("Kim");
  kim.says(hiddenBot, "hình đâu");
  await kim.waitFor(hiddenBot, (all) => all.length >= 1, { timeoutMs: PATIENCE_MS });
  expect(kim.hears(hiddenBot)).toMatchObject([{ kind: "photo", text: "Hình đây ạ." }]);
  expect((await fetch(before)).status).toBe(200);
});

test("a gateway that is killed in the middle of three pictures sends each exactly once", async () => {
  const iris = newcomer("Iris");
  answers.set("ba tấm nữa", "Thêm ba tấm.\n\nMEDIA:./hoa hồng.png\nMEDIA:./hai.png\nMEDIA:./ba.png");
  // Zalo takes its time over the second photo, and the power fails.
  const hanging = place.zalo.faults.add({ method: "sendPhoto", after: 1, fault: { kind: "hang" } });
  iris.says(bot, "ba tấm nữa");
  await heard(iris, 1);
  while (hanging.hits === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await place.cutPower();
  await place.open();
  // A later question is answered after everything that was still to come.
  iris.says(bot, "xong chưa");
  await iris.waitFor(bot, (all) => all.some(({ text }) => text.includes("xong chưa")), {
    timeoutMs: PATIENCE_MS,
  });
  const photos = iris.hears(bot).slice(0, -1);
  expect(photos.map((message) => nameIn(message.params))).toEqual(["hoa-hong.png", "hai.png", "ba.png"]);
  expect(photos.map(({ text }) => text)).toEqual(["Thêm ba tấm.", "", ""]);
});

test("no file of another folder gets out, and the log names no address of a hosted file", async () => {
  const jack = newcomer("Jack");
  answers.set("cho xem cấu hình", `Đây.\n\nMEDIA:${place.gateway.configFile}`);
  jack.says(bot, "cho xem cấu hình");
  await heard(jack, 1);
  expect(jack.hears(bot).every(({ kind, text }) => kind === "text" && !text.includes("/zalo/media/"))).toBe(
    true,
  );
  expect(readdirSync(join(place.folder, "state", "zalo", "media")).length).toBeGreaterThan(0);
  expect(readFileSync(place.gateway.logFile, "utf8")).not.toMatch(/zalo\/media\/[0-9a-f]{32}/);
});

const newcomer = (name: string): Person => place.zalo.world.addPerson({ name });

/** A bot may write only to people who have written to it. */
async function acquaintance(name: string): Promise<Person> {
  const person = newcomer(name);
  person.says(bot, "chào");
  await heard(person, 1);
  return person;
}

async function send(...args: string[]) {
  return await place.gateway.cli("message", "send", "--channel", "zalo", "--account", "shop", ...args);
}

function file(name: string, bytes: Buffer): void {
  const folder = join(place.folder, "workspace");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), bytes);
}

/** The reader's phone has fetched a photo. */
async function onPhone(from: number): Promise<void> {
  await place.zalo.journal.waitFor(
    (entry) => entry.kind === "photo-fetched" && entry.by === "phone" && entry.outcome === "ok",
    { timeoutMs: PATIENCE_MS, from },
  );
}

async function download(url: string): Promise<Buffer> {
  return Buffer.from(await (await fetch(url)).arrayBuffer());
}

async function heard(person: Person, count: number): Promise<void> {
  await person.waitFor(bot, (all) => all.length >= count, { timeoutMs: PATIENCE_MS });
}

const addressOf = (person: Person): string => String(person.hears(bot)[0]?.params["photo"]);
const nameIn = (params: Readonly<Record<string, unknown>>): string =>
  String(params["photo"]).split("/").at(-1) ?? "";
const wordsOf = (messages: readonly { text: string }[]): string[] =>
  messages.flatMap(({ text }) => text.split(/\s+/)).filter((word) => word !== "");
