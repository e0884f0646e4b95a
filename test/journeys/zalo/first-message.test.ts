import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Bot } from "zalo-simulator/world/bot";
import type { Person } from "zalo-simulator/world/person";
import { callGateway } from "../support/call-gateway.ts";
import { PATIENCE_MS, type Shop, shop } from "../support/shop.ts";

/** What Zalo takes at most in one message, in UTF-16 units. */
const LIMIT = 2_000;
const FENCE = "```";

let place: Shop;
let bot: Bot;
let alice: Person;

beforeAll(async () => {
  place = await shop({
    bots: [{ name: "Bot Tiệm Hoa" }],
    channel: ([only]) => ({ enabled: true, botToken: only?.token }),
    // Where there is none, the first one approved becomes it, and the gateway restarts the account some time later.
    config: { commands: { ownerAllowFrom: ["zalo:0f12ab34cd56ef7890ab"] } },
    think: ({ text }) => (text === "kể dài" ? longAnswer() : `Chào bạn, bạn viết: ${text}`),
  });
  [bot] = place.bots as [Bot];
  alice = place.zalo.world.addPerson({ name: "Alice" });
  await place.open();
});

afterAll(async () => await place?.[Symbol.asyncDispose]());

describe("somebody writes to the bot for the first time", () => {
  test("receives one pairing code, however often they write, and the agent hears nothing", async () => {
    alice.says(bot, "xin chào");
    await heardBy(alice, 1);
    alice.says(bot, "có ai không?");
    await handled(2);
    expect(alice.hears(bot)).toHaveLength(1);
    expect(alice.hears(bot)[0]?.text).toContain(alice.id);
    expect(codeOf(alice)).toMatch(/^[A-Z0-9]{6,}$/);
    expect(place.model.asked).toBe(0);
  });

  test("is listed with their name, and can be approved", async () => {
    const list = await place.gateway.cli("pairing", "list", "zalo");
    expect(list.stdout).toContain(codeOf(alice));
    expect(list.stdout).toContain("Alice");
    const approved = await place.gateway.cli("pairing", "approve", "zalo", codeOf(alice));
    expect(approved.code).toBe(0);
  });

  test("is answered from then on", async () => {
    alice.says(bot, "bạn khỏe không?");
    await heardBy(alice, 2);
    expect(alice.hears(bot)[1]?.text).toBe("Chào bạn, bạn viết: bạn khỏe không?");
    expect(place.zalo.journal.entries.some((entry) => entry.kind === "typing")).toBe(true);
  });
});

test("somebody approved in the Control UI is told so", async () => {
  const bob = place.zalo.world.people.find(({ name }) => name === "Bob") as Person;
  const request = { channel: "zalo", accountId: "default" };
  const listed = (await callGateway(place.gateway, "channels.pairing.list", request)) as Listed;
  const requestId = listed.requests?.find(({ senderId }) => senderId === bob.id)?.requestId;
  await callGateway(place.gateway, "channels.pairing.approve", { ...request, requestId, notify: true });
  expect(bob.hears(bot).at(-1)?.text).toContain("Bạn đã được duyệt");
});

test("a long answer arrives whole and in order, in messages that Zalo takes", async () => {
  const before = alice.hears(bot).length;
  alice.says(bot, "kể dài");
  await alice.waitFor(bot, (heard) => heard.at(-1)?.text.includes("HẾT") ?? false, {
    timeoutMs: PATIENCE_MS,
  });
  const pieces = alice
    .hears(bot)
    .slice(before)
    .map(({ text }) => text);
  for (const piece of pieces) {
    expect(piece.length).toBeLessThanOrEqual(LIMIT);
    expect(piece).not.toContain(FENCE);
  }
  const codeLines = pieces.flatMap((piece) => piece.split("\n")).filter((line) => line.startsWith("`"));
  expect(codeLines).toEqual(code().map((line) => `\`${line}\``));
  for (const { text, parseMode } of alice.hears(bot).slice(before)) {
    expect(parseMode).toBe(text.includes("`") ? "markdown" : undefined);
  }
  expect(withoutLayout(pieces.join("\n"))).toBe(withoutLayout(longAnswer()));
});

describe("an operator", () => {
  test("sends a message from the command line", async () => {
    const before = alice.hears(bot).length;
    const sent = await place.gateway.cli(
      "message",
      "send",
      "--channel",
      "zalo",
      "--target",
      alice.id,
      "--message",
      "Từ dòng lệnh",
    );
    expect(sent.code).toBe(0);
    expect(alice.hears(bot)[before]?.text).toBe("Từ dòng lệnh");
  });

  test("sends five thousand characters, which arrive as three messages and whole", async () => {
    const before = alice.hears(bot).length;
    const text = words(5_000);
    const sent = await place.gateway.cli(
      "message",
      "send",
      "--channel",
      "zalo",
      "--target",
      `zalo:${alice.id}`,
      "--message",
      text,
    );
    expect(sent.code).toBe(0);
    const pieces = alice
      .hears(bot)
      .slice(before)
      .map((message) => message.text);
    expect(pieces).toHaveLength(3);
    expect(withoutLayout(pieces.join(" "))).toBe(withoutLayout(text));
  });

  test("is told what is wrong with a target that is no id", async () => {
    const sent = await place.gateway.cli(
      "message",
      "send",
      "--channel",
      "zalo",
      "--target",
      "Alice Nguyễn",
      "--message",
      "x",
    );
    expect(sent.code).not.toBe(0);
    expect(sent.stdout + sent.stderr).toContain("Alice");
  });

  test("sees the truth in the status and finds the account in the log", async () => {
    const status = await place.gateway.cli("channels", "status", "--probe");
    expect(status.stdout).toMatch(/Zalo default: .*running, connected.*works/);
    const logs = await place.gateway.cli("channels", "logs", "--channel", "zalo");
    expect(logs.stdout).toContain("receives by long polling");
    for (const output of [status.stdout, logs.stdout]) expect(output).not.toContain(bot.token);
  });
});

interface Listed {
  requests?: { requestId: string; senderId: string }[];
}

/** What the Control UI does behind a button. */
async function heardBy(person: Person, count: number): Promise<void> {
  await person.waitFor(bot, (heard) => heard.length >= count, { timeoutMs: PATIENCE_MS });
}

/** Resolves when the plugin has taken so many messages and asks for more. */
async function handled(count: number): Promise<void> {
  let handedOver = 0;
  const last = await place.zalo.journal.waitFor(
    (entry) => entry.kind === "handed-over" && ++handedOver === count,
    { timeoutMs: PATIENCE_MS },
  );
  // Anything that was to be said about it would have been said before this send of another's.
  const bob = place.zalo.world.addPerson({ name: "Bob" });
  bob.says(bot, "tôi cũng muốn nói chuyện");
  await bob.waitFor(bot, (heard) => heard.length > 0, { timeoutMs: PATIENCE_MS });
  expect(last.kind).toBe("handed-over");
}

/** The pairing code stands alone on its line. */
function codeOf(person: Person): string {
  const lines = person.hears(bot)[0]?.text.split("\n") ?? [];
  return lines[lines.indexOf("Mã ghép nối:") + 1] ?? "";
}

/** Ten thousand characters with paragraphs that differ, emoji, and code too long for one message. */
function longAnswer(): string {
  const paragraph = (n: number) =>
    `Đoạn ${n}. Tiếng Việt có dấu, ví dụ "nghiêng ngả" và "khuỷu tay" 👩‍👩‍👧‍👦🇻🇳. Câu thứ hai của đoạn ${n} dài hơn một chút để đầy dòng.`;
  const paragraphs = Array.from({ length: 50 }, (_, at) => paragraph(at + 1));
  return [
    ...paragraphs.slice(0, 25),
    `${FENCE}ts\n${code().join("\n")}\n${FENCE}`,
    ...paragraphs.slice(25),
    "HẾT",
  ].join("\n\n");
}

function code(): string[] {
  return Array.from({ length: 90 }, (_, line) => `const dong_${line} = "giá trị ${line}";`);
}

function words(length: number): string {
  let text = "";
  for (let at = 1; text.length < length; at += 1) text += `từ-${at} `;
  return text.slice(0, length).trim();
}

/** The text without what a cut may take, white space, and without the marks of code. */
function withoutLayout(text: string): string {
  return text.replaceAll(/^```.*$/gm, "").replaceAll(/[`\s]+/g, "");
}
