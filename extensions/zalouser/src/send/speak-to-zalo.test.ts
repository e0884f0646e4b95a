import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Said } from "channel-kit/answer/said";
import { KeptFiles } from "channel-kit/media/kept-files";
import { FakeClock } from "channel-kit/testing/fake-clock";
import { film, GIF, MP3, PDF, PNG } from "channel-kit/testing/small-files";
import { afterEach, beforeEach, expect, test } from "vitest";
import { emojiOf, iconOf, REACTION_EMOJI } from "../reaction-icons.ts";
import type { Session, Thread, WireMessage } from "../session/port.ts";
import { type Listening, type SessionScene, sessionScene } from "../testing/session-scene.ts";
import { compose } from "./compose.ts";
import { GroupRosters } from "./group-rosters.ts";
import { sendPiece } from "./send-piece.ts";

const NEVER = new AbortController().signal;
const DISK: Readonly<Record<string, Uint8Array>> = {
  "menu.png": PNG,
  "cuoi.gif": GIF,
  "nau.mp4": film({ durationMs: 4_200, size: { width: 1280, height: 720 } }),
  "noi.mp3": MP3,
  "gia.pdf": PDF,
};

let folder = "";
let files: KeptFiles;
let scene: SessionScene;
let session: Session;
let listening: Listening;
let lan: Thread;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "speak-"));
  files = new KeptFiles({ folder, clock: new FakeClock(Date.now()) });
  scene = await sessionScene();
  session = await scene.resume();
  listening = await scene.listen(session);
  lan = { kind: "direct", id: scene.lan.uid };
});
afterEach(async () => {
  await scene[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

/** Composes and sends as an account does, and answers what became of each message. */
async function say(said: Partial<Said>, thread: Thread = lan, quoted?: WireMessage): Promise<string[]> {
  const rosters = new GroupRosters({ session, accountId: "shop", clock: new FakeClock(), warn: () => {} });
  const { messages } = await compose(
    { text: "", media: [], ...said },
    {
      accountId: "shop",
      settingsPath: "channels.zalouser",
      language: "vi",
      mediaMaxBytes: 1_000_000,
      replyToMode: "first",
      apologise: true,
      files,
      members: async () => (thread.kind === "group" ? await rosters.names(thread.id) : undefined),
      load: async (source) => ({ bytes: DISK[source] ?? Buffer.alloc(0) }),
    },
  );
  const outcomes: string[] = [];
  for (const piece of messages) {
    const sender = {
      session,
      accountId: "shop",
      files,
      refusedStyles: new Set<string>(),
      quoted: async () => quoted,
      warn: (message: string) => outcomes.push(message),
    };
    const delivery = await sendPiece(sender, thread, piece, NEVER);
    outcomes.push(delivery.kind === "sent" ? "sent" : delivery.error.message);
  }
  return outcomes;
}

const heard = () => scene.lan.hearsFrom(scene.owner);

test("Markdown arrives as a text with Zalo's styles on the right words", async () => {
  expect(await say({ text: "## Thực đơn 🍜\n- **phở** bò\n  - tái\n1. ăn\n2. trả *tiền*" })).toEqual([
    "sent",
  ]);
  const [message] = heard();
  const content = message?.content;
  if (content?.kind !== "text") throw new Error("no text arrived");
  expect(content.text).toBe("Thực đơn 🍜\nphở bò\ntái\năn\ntrả tiền");
  const shown = content.styles?.map(({ start, len, st }) => [st, content.text.slice(start, start + len)]);
  expect(shown).toEqual([
    ["b", "Thực đơn 🍜"],
    ["f_18", "Thực đơn 🍜"],
    ["lst_1", "phở bò"],
    ["b", "phở"],
    ["lst_1", "tái"],
    ["ind_10", "tái"],
    ["lst_2", "ăn"],
    ["lst_2", "trả tiền"],
    ["i", "tiền"],
  ]);
});

test("a long answer arrives whole, in order, in messages that Zalo takes", async () => {
  const text = Array.from({ length: 400 }, (_, index) => `Dòng **số ${index}** của câu trả lời.`).join("\n");
  const outcomes = await say({ text });
  expect(outcomes.length).toBeGreaterThan(5);
  expect(new Set(outcomes)).toEqual(new Set(["sent"]));
  const texts = heard().map(({ content }) => (content.kind === "text" ? content.text : ""));
  expect(texts.join("\n")).toBe(text.replaceAll("**", ""));
});

test("every kind of file arrives as what it is", async () => {
  const media = Object.keys(DISK).map((source) => ({ source }));
  expect(await say({ text: "Của bạn đây", media })).toEqual(["sent", "sent", "sent", "sent", "sent"]);
  expect(heard().map(({ content }) => content)).toMatchObject([
    { kind: "image", caption: "Của bạn đây", width: 64, height: 48 },
    { kind: "gif", width: 1, height: 1 },
    { kind: "video", durationMs: 4_200, width: 1280, height: 720 },
    { kind: "voice" },
    { kind: "file", name: "gia.pdf" },
  ]);
});

test("an answer quotes what it answers, and names a member of the group", async () => {
  const group = scene.simulator.world.addGroup({ name: "Chung cư", members: [scene.owner, scene.lan] });
  const thread: Thread = { kind: "group", id: group.webId };
  scene.lan.writesIn(group, "giá bao nhiêu?");
  const [asked] = await listening.got(1);
  const question = asked?.kind === "message" ? asked.message : undefined;
  expect(
    await say({ text: "Dạ @chị lan, **50k**", replyTo: question?.msgId ?? "" }, thread, question),
  ).toEqual(["sent"]);
  const [answer] = group.hearsFrom(scene.owner);
  expect(answer?.content).toMatchObject({ text: "Dạ @chị lan, 50k" });
  expect(answer?.mentions).toMatchObject([{ uid: scene.lan.uid, pos: 3, len: 8 }]);
  expect(answer?.quote).toMatchObject({ msgId: question?.msgId, text: "giá bao nhiêu?" });
});

test("H2: a voice whose upload is done before the upload is answered arrives, too", async () => {
  scene.simulator.personal.switches(scene.owner).fileDone = "early";
  expect(await say({ media: [{ source: "noi.mp3" }] })).toEqual(["sent"]);
  expect(heard()).toMatchObject([{ content: { kind: "voice" } }]);
});

test("styles that Zalo refuses cost nobody the words", async () => {
  scene.simulator.faults.add({
    method: "message/sms",
    fault: { kind: "ok-false", errorCode: 112 },
  });
  const outcomes = await say({ text: "- **phở**" });
  expect(outcomes.at(-1)).toBe("sent");
  expect(heard()).toMatchObject([{ content: { kind: "text", text: "- phở" } }]);
});

test("O3: ten messages that are sent at once have ten names, and none is lost", async () => {
  const message = (index: number) => ({ text: `số ${index}` });
  const sender = {
    session,
    accountId: "shop",
    files,
    refusedStyles: new Set<string>(),
    quoted: async () => undefined,
    warn: () => {},
  };
  const sends = Array.from({ length: 10 }, (_, index) => sendPiece(sender, lan, message(index), NEVER));
  const ids = (await Promise.all(sends)).map((delivery) =>
    delivery.kind === "sent" ? delivery.messageId : "",
  );
  expect(new Set(ids).size).toBe(10);
  expect(heard().map(({ content }) => (content.kind === "text" ? content.text : ""))).toEqual(
    Array.from({ length: 10 }, (_, index) => `số ${index}`),
  );
});

test("every emoji that is offered as a reaction is one to Zalo", async () => {
  const msgId = scene.lan.writes(scene.owner, "cảm ơn");
  const [event] = await listening.got(1);
  const message = event?.kind === "message" ? event.message : undefined;
  const ref = { messageId: String(msgId), clientMessageId: message?.cliMsgId ?? "" };
  for (const emoji of REACTION_EMOJI) {
    await session.react(lan, ref, iconOf(emoji) ?? "", NEVER);
    const given = scene.simulator.journal.entries.findLast(({ kind }) => kind === "message-reaction");
    expect(given).toMatchObject({ icon: iconOf(emoji), rType: expect.any(Number) });
    expect(emojiOf(iconOf(emoji) ?? "")).toBe(emoji);
  }
});
