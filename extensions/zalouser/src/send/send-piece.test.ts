import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { KeptMedia } from "channel-kit/answer/answer-record";
import { KeptFiles } from "channel-kit/media/kept-files";
import { ChannelError } from "channel-kit/outcome/channel-error";
import type { Delivery } from "channel-kit/outcome/delivery";
import { FakeClock } from "channel-kit/testing/fake-clock";
import { film, PDF, PNG } from "channel-kit/testing/small-files";
import { afterEach, beforeEach, expect, test } from "vitest";
import { MemorySession } from "../testing/memory-session.ts";
import { FLOWERS, LAN, wireMessage } from "../testing/wire-messages.ts";
import { sendPiece } from "./send-piece.ts";

const NEVER = new AbortController().signal;
const REFUSED: Delivery = { kind: "not-sent", error: new ChannelError("rejected", "Zalo said no (112).") };
const TOO_FAST: Delivery = { kind: "not-sent", error: new ChannelError("rate-limited", "Too fast (-69).") };
const UNKNOWN: Delivery = { kind: "unknown", error: new ChannelError("timeout", "No answer.") };
const FILM = film({ durationMs: 4_200, size: { width: 1280, height: 720 } });

let folder = "";
let files: KeptFiles;
let session: MemorySession;
let warnings: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pieces-"));
  files = new KeptFiles({ folder, clock: new FakeClock(Date.now()) });
  session = new MemorySession();
  warnings = [];
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const asked = wireMessage({ msgId: "77", content: "giá bao nhiêu?" });
const refusedStyles = new Set<string>();
const send = (piece: Parameters<typeof sendPiece>[2], thread = LAN) =>
  sendPiece(
    {
      session,
      accountId: "shop",
      files,
      refusedStyles,
      quoted: async (_, id) => (id === "77" ? asked : undefined),
      warn: (message) => warnings.push(message),
    },
    thread,
    piece,
    NEVER,
  );

async function kept(
  bytes: Uint8Array,
  over: Partial<KeptMedia>,
): Promise<{ text: string; media: KeptMedia }> {
  const key = await files.keep(bytes);
  return { text: "it did not go", media: { kind: "kept", show: "file", key, name: "a.pdf", ...over } };
}

const names = () => session.calls.map(({ name }) => name);

test("styles, mentions and the quoted message go along with the words", async () => {
  const styles = [{ start: 0, length: 2, style: "b" }];
  const mentions = [{ start: 3, length: 4, userId: "11" }];
  const sent = await send({ text: "ơi @Lan", plain: "ơi @Lan", styles, mentions, quotes: "77" }, FLOWERS);
  expect(sent.kind).toBe("sent");
  expect(session.callsOf("sendText")).toEqual([
    [FLOWERS, { text: "ơi @Lan", styles, mentions, quote: asked }],
  ]);
});

test("a quote of a message that nobody remembers is left out", async () => {
  await send({ text: "dạ", quotes: "78" });
  expect(session.callsOf("sendText")).toEqual([[LAN, { text: "dạ", styles: [], mentions: [] }]]);
});

test("when Zalo refuses the styles, the same words go out without them, and that is said once", async () => {
  refusedStyles.clear();
  const plainOnly = new MemorySession();
  plainOnly.sendText = async (thread, message, signal) =>
    message.styles.length > 0
      ? REFUSED
      : await MemorySession.prototype.sendText.call(plainOnly, thread, message, signal);
  session = plainOnly;
  const piece = { text: "phở", plain: "- phở", styles: [{ start: 0, length: 3, style: "lst_1" }] };
  expect((await send(piece)).kind).toBe("sent");
  expect((await send(piece)).kind).toBe("sent");
  expect(session.callsOf("sendText").map(([, message]) => message)).toEqual(
    Array.from({ length: 2 }, () => ({ text: "- phở", styles: [], mentions: [] })),
  );
  expect(warnings).toHaveLength(1);
});

test.each([
  ["too fast", TOO_FAST],
  ["nobody knows", UNKNOWN],
])("words that were not refused for their form are not said again (%s)", async (_, outcome) => {
  session.failing.set("sendText", outcome);
  expect(await send({ text: "a", plain: "a", styles: [{ start: 0, length: 1, style: "b" }] })).toBe(outcome);
  expect(names()).toEqual(["sendText"]);
});

test("O11: a picture is sent with its width, its height and its caption", async () => {
  const piece = await kept(PNG, {
    show: "image",
    name: "menu.png",
    caption: "đây",
    size: { width: 64, height: 48 },
  });
  expect((await send(piece)).kind).toBe("sent");
  expect(session.callsOf("sendImage")).toMatchObject([
    [LAN, { name: "menu.png", width: 64, height: 48, caption: "đây" }],
  ]);
});

test("O4: one message is one request: several pictures are never sent at once, so none is sent again for another", async () => {
  const first = await kept(PNG, { show: "image", name: "1.png", size: { width: 64, height: 48 } });
  const second = await kept(PNG, { show: "image", name: "2.png", size: { width: 64, height: 48 } });
  expect((await send(first)).kind).toBe("sent");
  session.failing.set("sendImage", UNKNOWN);
  expect((await send(second)).kind).toBe("unknown");
  expect(session.callsOf("sendImage").map(([, image]) => (image as { name: string }).name)).toEqual([
    "1.png",
    "2.png",
  ]);
});

test("a picture that Zalo refuses gives way to its words, with the caption", async () => {
  session.failing.set("sendImage", REFUSED);
  const piece = await kept(PNG, { show: "image", name: "menu.png", caption: "đây" });
  expect((await send({ ...piece, text: "đây" })).kind).toBe("sent");
  expect(names()).toEqual(["sendImage", "sendText"]);
  expect(session.callsOf("sendText")).toMatchObject([[LAN, { text: "đây" }]]);
});

test("a video is uploaded, gets a still of its own shape, and is then sent to be played", async () => {
  const piece = await kept(FILM, {
    show: "video",
    name: "nau.mp4",
    size: { width: 1280, height: 720 },
    durationMs: 4_200,
  });
  expect((await send(piece)).kind).toBe("sent");
  expect(names()).toEqual(["uploadFile", "uploadFile", "sendVideo"]);
  expect(session.callsOf("sendVideo")).toEqual([
    [
      LAN,
      {
        url: "https://files.example/nau.mp4",
        thumbnailUrl: "https://files.example/still.png",
        durationMs: 4_200,
        width: 1280,
        height: 720,
        caption: "",
      },
    ],
  ]);
});

test("a video's own cover is its still", async () => {
  const covered = film({ durationMs: 1_000, size: { width: 64, height: 48 }, cover: PNG });
  await send(
    await kept(covered, { show: "video", name: "a.mp4", size: { width: 64, height: 48 }, durationMs: 1_000 }),
  );
  const [, still] = session.callsOf("uploadFile")[1] ?? [];
  expect(Buffer.from((still as { bytes: Uint8Array }).bytes).equals(PNG)).toBe(true);
});

test("a voice is uploaded and then sent from where it lies; refused, it goes as a file", async () => {
  await send(await kept(PDF, { show: "voice", name: "noi.m4a" }));
  expect(session.callsOf("sendVoice")).toEqual([[LAN, "https://files.example/noi.m4a"]]);
  session.calls.length = 0;
  session.failing.set("sendVoice", REFUSED);
  expect((await send(await kept(PDF, { show: "voice", name: "noi.m4a" }))).kind).toBe("sent");
  expect(names()).toEqual(["uploadFile", "sendVoice", "sendFile"]);
});

test("H1: an upload that Zalo never confirms is a message that was not sent, to be tried again", async () => {
  session.failing.set("uploadFile", new ChannelError("timeout", "Zalo did not say that the upload is done."));
  const piece = await kept(FILM, {
    show: "video",
    name: "a.mp4",
    size: { width: 64, height: 48 },
    durationMs: 1_000,
  });
  const delivery = await send(piece);
  expect(delivery).toMatchObject({ kind: "not-sent", error: { code: "timeout", retryable: true } });
  session.failing.clear();
  expect((await send(piece)).kind).toBe("sent");
});

test("a file that Zalo refuses altogether gives way to words, and one that is gone does, too", async () => {
  session.failing.set("sendFile", REFUSED);
  const piece = await kept(PDF, {});
  expect((await send(piece)).kind).toBe("sent");
  expect(session.callsOf("sendText")).toMatchObject([[LAN, { text: "it did not go" }]]);
  expect(warnings.join()).toContain("Zalo refused a file");
  await rm(join(folder, piece.media.key));
  session.calls.length = 0;
  expect((await send(piece)).kind).toBe("sent");
  expect(names()).toEqual(["sendText"]);
});

test("a file that was sent is not kept for days, and one that may not have been is", async () => {
  const ageMs = async () => {
    const [name = ""] = await readdir(folder);
    return Date.now() - (await stat(join(folder, name))).mtimeMs;
  };
  const piece = await kept(PDF, {});
  session.failing.set("sendFile", UNKNOWN);
  await send(piece);
  expect(await ageMs()).toBeLessThan(60_000);
  session.failing.clear();
  await send(piece);
  expect(await ageMs()).toBeGreaterThan(6 * 24 * 60 * 60 * 1_000);
});

test("stickers go by their two numbers, and a link preview that Zalo refuses is an address in words", async () => {
  await send({ text: "", media: { kind: "sticker", id: "21979:10425" } });
  expect(session.callsOf("sendSticker")).toEqual([[LAN, { id: "21979", categoryId: "10425", type: "3" }]]);
  session.failing.set("sendLink", REFUSED);
  await send({ text: "https://a.example", media: { kind: "link", url: "https://a.example" } });
  expect(session.callsOf("sendText")).toMatchObject([[LAN, { text: "https://a.example" }]]);
});
