import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Said } from "channel-kit/answer/said";
import { KeptFiles } from "channel-kit/media/kept-files";
import { FakeClock } from "channel-kit/testing/fake-clock";
import { film, GIF, MP3, PDF, PNG } from "channel-kit/testing/small-files";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type ComposeOptions, compose } from "./compose.ts";
import { MemberNames } from "./mentions.ts";

const FILM = film({ durationMs: 4_200, size: { width: 1280, height: 720 } });
const DISK: Readonly<Record<string, Uint8Array>> = {
  "/shop/menu.png": PNG,
  "/shop/MENU.PNG": PNG,
  "/shop/photo": PNG,
  "/shop/cuoi.GIF": GIF,
  "/shop/nau-pho.MP4": FILM,
  "/shop/noi.mp3": MP3,
  "/shop/tieng.mp4": film({ durationMs: 900 }),
  "/shop/gia.pdf": PDF,
  "/shop/hong.mp4": FILM.subarray(0, 40),
  "/shop/rong.pdf": Buffer.alloc(0),
  "/shop/lon.pdf": Buffer.alloc(2_000_000, "%PDF-1.4"),
  "/shop/hong.png": PNG.subarray(0, 20),
};

let folder = "";
let files: KeptFiles;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "compose-"));
  files = new KeptFiles({ folder, clock: new FakeClock(Date.now()) });
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function composed(said: Partial<Said>, over: Partial<ComposeOptions> = {}) {
  return await compose(
    { text: "", media: [], ...said },
    {
      accountId: "shop",
      settingsPath: "channels.zalouser.accounts.shop",
      language: "en",
      mediaMaxBytes: 1_000_000,
      replyToMode: "first",
      apologise: true,
      files,
      members: async () => undefined,
      load: async (source) => {
        const bytes = DISK[source];
        if (bytes === undefined) throw new Error(`There is no file ${source}`);
        return { bytes };
      },
      ...over,
    },
  );
}

const shown = async (source: string, over: Partial<ComposeOptions> = {}) => {
  const { messages } = await composed({ media: [{ source }] }, over);
  expect(messages).toHaveLength(1);
  return messages[0]?.media;
};

test("O11: a picture goes with its real width and height, and its text as the caption", async () => {
  const { messages, missing } = await composed({
    text: "Thực đơn đây ạ",
    media: [{ source: "/shop/menu.png" }],
  });
  expect(missing).toBeUndefined();
  expect(messages).toMatchObject([
    {
      text: "Thực đơn đây ạ\n\n(Sorry, a picture or file could not be sent.)",
      media: {
        kind: "kept",
        show: "image",
        name: "menu.png",
        caption: "Thực đơn đây ạ",
        size: { width: 64, height: 48 },
      },
    },
  ]);
});

test("O10: what a file is shown as depends on its content, and its name gets the ending that goes with that", async () => {
  expect(await shown("/shop/MENU.PNG")).toMatchObject({ show: "image", name: "MENU.png" });
  expect(await shown("/shop/photo")).toMatchObject({ show: "image", name: "photo.png" });
  expect(await shown("/shop/cuoi.GIF")).toMatchObject({ show: "gif", name: "cuoi.gif" });
  expect(await shown("/shop/nau-pho.MP4")).toMatchObject({
    show: "video",
    name: "nau-pho.mp4",
    size: { width: 1280, height: 720 },
    durationMs: 4_200,
  });
  expect(await shown("/shop/noi.mp3")).toMatchObject({ show: "voice", name: "noi.mp3" });
  expect(await shown("/shop/tieng.mp4")).toMatchObject({ show: "voice", name: "tieng.m4a" });
  expect(await shown("/shop/gia.pdf")).toMatchObject({ show: "file", name: "gia.pdf" });
});

test("a film and a picture that cannot be read go as files, the picture under a name that Zalo takes for one", async () => {
  expect(await shown("/shop/hong.mp4")).toMatchObject({ show: "file", name: "hong.mp4" });
  expect(await shown("/shop/hong.png")).toMatchObject({ show: "file", name: "hong.png.bin" });
});

test("a video and a voice go as files when that is wanted; a picture has its full quality anyway", async () => {
  const media = ["/shop/nau-pho.MP4", "/shop/noi.mp3", "/shop/MENU.PNG"].map((source) => ({ source }));
  const { messages } = await composed({ media, asFile: true });
  expect(messages).toMatchObject([
    { media: { show: "file", name: "nau-pho.MP4" } },
    { media: { show: "file", name: "noi.mp3" } },
    { media: { show: "image", name: "MENU.png" } },
  ]);
});

test("the file waits on disk, whatever becomes of the one it was made from", async () => {
  const media = await shown("/shop/gia.pdf");
  const key = media?.kind === "kept" ? media.key : "";
  expect(Buffer.from((await files.read(key)) ?? []).equals(PDF)).toBe(true);
});

test("a long text is cut nowhere: what does not fit into the caption follows, in order", async () => {
  const text = Array.from({ length: 120 }, (_, index) => `Câu số ${index} của câu chuyện này dài lắm.`).join(
    " ",
  );
  const { messages } = await composed({
    text,
    media: [{ source: "/shop/menu.png" }, { source: "/shop/gia.pdf" }],
  });
  const kinds = messages.map(({ media }) => (media?.kind === "kept" ? media.show : "text"));
  expect(kinds).toEqual(["image", "text", "text", "file"]);
  const [first, ...others] = messages.slice(0, 3);
  const caption = first?.media?.kind === "kept" ? first.media.caption : undefined;
  expect([caption, ...others.map(({ text: words }) => words)].join(" ")).toBe(text);
});

test("text that is styled or quotes comes first as a message of its own, because a caption holds neither", async () => {
  const styled = await composed({ text: "**Thực đơn**", media: [{ source: "/shop/menu.png" }] });
  expect(styled.messages).toMatchObject([{ text: "Thực đơn" }, { media: { show: "image" } }]);
  const quoting = await composed({ text: "Đây ạ", replyTo: "77", media: [{ source: "/shop/menu.png" }] });
  expect(quoting.messages).toMatchObject([{ text: "Đây ạ", quotes: "77" }, { media: { show: "image" } }]);
});

test("O9: an empty file is not sent in silence: the text goes, the reader is told, and so is the log", async () => {
  const { messages, missing } = await composed({ text: "Giá đây", media: [{ source: "/shop/rong.pdf" }] });
  expect(messages).toEqual([{ text: "Giá đây\n\n(Sorry, a picture or file could not be sent.)" }]);
  expect(missing?.message).toContain("rong.pdf was not sent: the file is empty.");
});

test("a missing file and one that is too large leave the text and the other files", async () => {
  const { messages, missing } = await composed({
    text: "Giá đây",
    media: [{ source: "/shop/khong-co.pdf" }, { source: "/shop/lon.pdf" }, { source: "/shop/gia.pdf" }],
  });
  expect(messages).toMatchObject([
    { text: "Giá đây\n\n(Sorry, 2 pictures or files could not be sent.)" },
    { media: { show: "file", name: "gia.pdf" } },
  ]);
  expect(missing?.message).toContain("khong-co.pdf was not sent: There is no file");
  const large = await composed({ media: [{ source: "/shop/lon.pdf" }] }, { apologise: false });
  expect(large.messages).toEqual([]);
  expect(large.missing?.message).toMatch(
    /lon\.pdf was not sent: it has .*MB.*channels\.zalouser\.accounts\.shop\.mediaMaxMb/,
  );
});

test.each([
  ["first", [true, false]],
  ["all", [true, true]],
  ["off", [true, false]],
] as const)("replyToMode %s: the messages that quote", async (replyToMode, quoting) => {
  const text = `${"Câu chuyện dài. ".repeat(180)}hết`;
  const { messages } = await composed({ text, replyTo: "77" }, { replyToMode });
  expect(messages.map(({ quotes }) => quotes === "77")).toEqual(quoting);
});

test("a message that is one address shows the page", async () => {
  expect((await composed({ text: "https://shop.example/menu" })).messages).toEqual([
    { text: "https://shop.example/menu", media: { kind: "link", url: "https://shop.example/menu" } },
  ]);
  expect((await composed({ text: "xem https://shop.example/menu" })).messages).toEqual([
    { text: "xem https://shop.example/menu" },
  ]);
});

test("the members are asked for only when somebody may be named", async () => {
  let asked = 0;
  const members = async () => {
    asked += 1;
    return new MemberNames([{ id: "11", name: "Lan", isFriend: true }], () => {});
  };
  expect((await composed({ text: "chào Lan" }, { members })).messages).toEqual([{ text: "chào Lan" }]);
  expect(asked).toBe(0);
  expect((await composed({ text: "chào @lan" }, { members })).messages).toEqual([
    { text: "chào @lan", mentions: [{ start: 5, length: 4, userId: "11" }] },
  ]);
});

test("nothing to say is no message", async () => {
  expect(await composed({ text: " \n" })).toEqual({ messages: [] });
});
