import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { film } from "channel-kit/testing/small-files";
import type { ToolCall } from "demo/model";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { PersonalMessage } from "zalo-simulator/world/conversation";
import type { Group } from "zalo-simulator/world/group";
import type { Person } from "zalo-simulator/world/person";
import { PATIENCE_MS, type PersonalShop, personalShop } from "../support/personal-shop.ts";

let place: PersonalShop;
let lan: Person;
let group: Group;
/** What the model answers to a question; anything else is repeated. */
const answers = new Map<string, string | ToolCall>();

beforeAll(async () => {
  place = await personalShop({
    think: ({ text, messages }) => {
      // A note of the gateway's may stand behind what came of the tool.
      if (messages.slice(-2).some(({ role }) => role === "tool")) return "Xong ạ";
      return [...answers].find(([question]) => text.includes(question))?.[1] ?? `Trả lời cho ${text}`;
    },
    channel: {
      dmPolicy: "open",
      allowFrom: ["*"],
      groupPolicy: "open",
      replyToMode: "first",
      pace: { typing: false, perMinute: 60, burst: 20, chatPerMinute: 60 },
    },
  });
  lan = place.zalo.world.addPerson({ name: "Chị Lan" });
  place.zalo.world.befriend(place.owner, lan);
  group = place.zalo.world.addGroup({ name: "Chung cư", members: [place.owner, lan] });
  const { samples } = place.zalo.media;
  file("hoa hồng.png", await download(samples["photo.png"]));
  file("hai.png", await download(samples["photo.png"]));
  file("lời chào.m4a", await download(samples["voice.m4a"]));
  file("Bảng giá.pdf", Buffer.from("%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"));
  file("cắm hoa.mp4", film({ durationMs: 4_200, size: { width: 1280, height: 720 } }));
  await place.signIn();
  await place.open();
});
afterAll(() => place?.[Symbol.asyncDispose]());

test("an agent's Markdown arrives styled, and quotes the message that it answers", async () => {
  answers.set("thực đơn", "## Thực đơn\n- **hoa hồng** đỏ\n- hoa lan");
  const from = heard().length;
  const asked = lan.writes(place.owner, "cho xem thực đơn");
  const [answer] = await hear(from, 1);
  if (answer?.content.kind !== "text") throw new Error("no text came");
  const { text, styles = [] } = answer.content;
  expect(text).toBe("Thực đơn\nhoa hồng đỏ\nhoa lan");
  expect(styles.map(({ start, len, st }) => [st, text.slice(start, start + len)])).toEqual([
    ["b", "Thực đơn"],
    ["f_18", "Thực đơn"],
    ["lst_1", "hoa hồng đỏ"],
    ["b", "hoa hồng"],
    ["lst_1", "hoa lan"],
  ]);
  expect(answer.quote).toMatchObject({ msgId: asked, text: "cho xem thực đơn" });
});

test("an agent's pictures, file, voice and video arrive as what they are, in order", async () => {
  answers.set(
    "gửi hết",
    "Đủ cả ạ.\n\nMEDIA:./hoa hồng.png\nMEDIA:./hai.png\nMEDIA:./Bảng giá.pdf\nMEDIA:./lời chào.m4a\nMEDIA:./cắm hoa.mp4",
  );
  const from = heard().length;
  lan.writes(place.owner, "gửi hết đi");
  const sent = await hear(from, 6);
  expect(sent.map(({ content }) => content)).toMatchObject([
    { kind: "text", text: "Đủ cả ạ." },
    { kind: "image", width: 64, height: 64 },
    { kind: "image" },
    { kind: "file", name: "Bảng giá.pdf" },
    { kind: "voice" },
    { kind: "video", durationMs: 4_200, width: 1280, height: 720 },
  ]);
});

test("an agent names a member of the group, and the member is told", async () => {
  answers.set("ai nhận", "Mời @Chị Lan nhận hoa.");
  lan.writesIn(group, "@Tiệm Hoa Lan ai nhận hoa?", { mentions: [place.owner] });
  const [answer] = await group.waitForFrom(place.owner, (all) => all.length >= 1, { timeoutMs: PATIENCE_MS });
  expect(answer?.content).toMatchObject({ kind: "text", text: "Mời @Chị Lan nhận hoa." });
  expect(answer?.mentions).toMatchObject([{ uid: lan.uid }]);
});

test("an agent reacts, takes a message back, polls and sends a sticker with its tool", async () => {
  // The gateway keeps its tools in a catalogue, from which one is called by its name.
  const uses = (input: Record<string, unknown>): ToolCall => ({
    tool: "tool_call",
    input: { id: "message", args: input },
  });
  /** Lan asks, the agent does it, and says so. */
  const asks = async (text: string, input: Record<string, unknown>, shown = 0) => {
    answers.set(text, uses(input));
    const from = heard().length;
    const msgId = lan.writes(place.owner, text);
    const messages = await hear(from, 1 + shown);
    expect(messages.at(-1)?.content).toMatchObject({ kind: "text", text: "Xong ạ" });
    return { msgId, messages };
  };
  const { msgId, messages } = await asks("thả tim đi", { action: "react", emoji: "❤️" });
  expect(reactionsTo(msgId)).toMatchObject([{ icon: "/-heart" }]);
  const own = messages[0]?.msgId ?? "";
  await asks("thu hồi tin ấy", { action: "unsend", target: lan.uid, messageId: own });
  expect(heard().find((message) => message.msgId === own)?.recalled).toBeTruthy();
  const sticker = { action: "sticker", target: lan.uid, stickerId: ["21979:10425"] };
  const stuck = await asks("gửi hình dán", sticker, 1);
  expect(stuck.messages[0]?.content).toMatchObject({ kind: "sticker", id: 21979, categoryId: 10425 });
  await asks("hỏi cả nhóm", {
    action: "poll",
    target: `group:${group.webId}`,
    pollQuestion: "Mấy giờ họp?",
    pollOption: ["7 giờ", "8 giờ"],
  });
  await group.waitForFrom(place.owner, (all) => polls(all).includes("Mấy giờ họp?"), {
    timeoutMs: PATIENCE_MS,
  });
});

test("a command has the gateway send, react, take back and poll: no second session is opened", async () => {
  const sockets = place.zalo.journal.entries.filter(({ kind }) => kind === "socket-opened").length;
  const from = heard().length;
  const sent = await send("--target", lan.uid, "--message", "Hoa của chị **xong** rồi", "--json");
  expect(sent.code, sent.stderr).toBe(0);
  const [notice] = await hear(from, 1);
  expect(notice?.content).toMatchObject({ kind: "text", text: "Hoa của chị xong rồi" });

  const thanks = lan.writes(place.owner, "cảm ơn em");
  await hear(from, 2);
  const reacted = await message("react", "--target", lan.uid, "--message-id", thanks, "--emoji", "❤️");
  expect(reacted.code, reacted.stderr).toBe(0);
  expect(reactionsTo(thanks)).toMatchObject([{ icon: "/-heart" }]);
  const own = notice?.msgId ?? "";
  const undone = await message("delete", "--target", lan.uid, "--message-id", own);
  expect(undone.code, undone.stderr).toBe(0);
  expect(heard().find(({ msgId }) => msgId === own)?.recalled).toBeTruthy();
  const options = ["--poll-question", "Hoa gì?", "--poll-option", "hồng", "--poll-option", "lan"];
  const polled = await message("poll", "--target", `group:${group.webId}`, ...options);
  expect(polled.code, polled.stderr).toBe(0);
  // The poll's id is that of no message.
  expect(polled.stdout).toMatch(/Poll id: \d+/);
  expect(polled.stdout).not.toMatch(/Message ID: \S/);
  await group.waitForFrom(place.owner, (all) => polls(all).includes("Hoa gì?"), { timeoutMs: PATIENCE_MS });

  const stickers = ["--sticker-id", "21979:10425"];
  const stuck = await place.gateway.cli(
    "message",
    "sticker",
    "send",
    ...channel,
    "--target",
    lan.uid,
    ...stickers,
  );
  expect(stuck.code, stuck.stderr).toBe(0);
  expect(heard().at(-1)?.content).toMatchObject({ kind: "sticker", id: 21979, categoryId: 10425 });
  expect(place.zalo.journal.entries.filter(({ kind }) => kind === "socket-opened")).toHaveLength(sockets);
});

test("a command sends a file of this machine and quotes, through the gateway", async () => {
  const from = heard().length;
  const asked = lan.writes(place.owner, "bảng giá đâu?");
  await hear(from, 1);
  const args = ["--target", lan.uid, "--message", "Đây ạ", "--reply-to", asked];
  const sent = await send(...args, "--media", join(workspace(), "Bảng giá.pdf"));
  expect(sent.code, sent.stderr).toBe(0);
  const all = await hear(from, 3);
  expect(all.slice(1).map(({ content }) => content)).toMatchObject([
    { kind: "text", text: "Đây ạ" },
    { kind: "file", name: "Bảng giá.pdf" },
  ]);
  expect(all[1]?.quote).toMatchObject({ msgId: asked });
});

test("a send while the gateway is stopped says so, and one after its start goes out", async () => {
  await place.gateway.stop();
  const stopped = await send("--target", lan.uid, "--message", "có ai không?");
  expect(stopped.code).not.toBe(0);
  expect(stopped.stderr + stopped.stdout).toMatch(/gateway/i);
  await place.open();
  const from = heard().length;
  const sent = await send("--target", lan.uid, "--message", "mở cửa rồi");
  expect(sent.code, sent.stderr).toBe(0);
  expect((await hear(from, 1)).map(({ content }) => content)).toMatchObject([
    { kind: "text", text: "mở cửa rồi" },
  ]);
});

const channel = ["--channel", "zalouser"];
const send = (...args: string[]) => message("send", ...args);
const message = (action: string, ...args: string[]) =>
  place.gateway.cli("message", action, ...channel, ...args);

const heard = (): readonly PersonalMessage[] => lan.hearsFrom(place.owner);

/** What Lan has heard since `from`, as soon as there are so many messages. */
async function hear(from: number, count: number): Promise<readonly PersonalMessage[]> {
  const all = await lan.waitForFrom(place.owner, (messages) => messages.length >= from + count, {
    timeoutMs: PATIENCE_MS,
  });
  return all.slice(from);
}

const polls = (all: readonly PersonalMessage[]) =>
  all.flatMap(({ content }) => (content.kind === "poll" ? [content.question] : []));

const reactionsTo = (msgId: string) =>
  place.zalo.journal.entries.filter((entry) => entry.kind === "message-reaction" && entry.msgId === msgId);

const workspace = () => join(place.folder, "workspace");

function file(name: string, bytes: Uint8Array): void {
  mkdirSync(workspace(), { recursive: true });
  writeFileSync(join(workspace(), name), bytes);
}

const download = async (url = "") => Buffer.from(await (await fetch(url)).arrayBuffer());
