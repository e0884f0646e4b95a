import type { Outgoing } from "channel-kit/answer/answer-record";
import type { MediaSource } from "channel-kit/answer/said";
import type { LoadedMedia } from "channel-kit/host/load-media";
import { ChannelError } from "channel-kit/outcome/channel-error";
import { TEXT_LIMIT } from "channel-kit/text/chunk";
import { describe, expect, test } from "vitest";
import { type ComposeOptions, compose } from "./compose.ts";

const PUBLIC = "https://shop.example.com/oc";
const FILES: Readonly<Record<string, LoadedMedia>> = {
  "/ws/hoa.png": { bytes: Buffer.alloc(250_880), mime: "image/png", name: "hoa.png" },
  "/ws/cay.webp": { bytes: Buffer.alloc(10), mime: "image/webp", name: "cay.webp" },
  "/ws/giá.pdf": { bytes: Buffer.alloc(1_258_291), mime: "application/pdf", name: "giá.pdf" },
  "/ws/loi": { bytes: Buffer.alloc(10), mime: "audio/aac", name: "loi" },
  "/ws/nhac.mp3": { bytes: Buffer.alloc(10), mime: "audio/mpeg", name: "nhac.mp3" },
  "/ws/anh.heic": { bytes: Buffer.alloc(10), mime: "image/heic", name: "anh.heic" },
};

/** Composes for a shop whose files are the ones above. */
async function say(
  text: string,
  sources: readonly (string | MediaSource)[],
  { asFile = false, ...options }: Partial<ComposeOptions> & { asFile?: boolean } = {},
) {
  let stored = 0;
  const media = sources.map((source) => (typeof source === "string" ? { source } : source));
  return await compose(
    { text, media, asFile },
    {
      accountId: "shop",
      settingsPath: "channels.zalo",
      language: "vi",
      format: "markdown",
      publicUrl: PUBLIC,
      toGroup: false,
      apologise: true,
      media: {
        put: async ({ name }) => {
          stored += 1;
          return `id${stored}/token/${name}`;
        },
      },
      load: async (source) => {
        const file = FILES[source];
        if (file === undefined) throw new Error(`Local media file not found: ${source}`);
        return file;
      },
      ...options,
    },
  );
}
const hosted = (number: number, name: string) => `${PUBLIC}/zalo/media/id${number}/token/${name}`;

test("text alone is what it always was", async () => {
  expect(await say("**Chào** bạn", [])).toEqual({
    messages: [{ text: "**Chào** bạn", plain: "Chào bạn" }],
  });
  expect(await say("", [])).toEqual({ messages: [] });
});

describe("a picture", () => {
  test("of this machine is put where Zalo can fetch it, with the text as its caption, without marks", async () => {
    const url = hosted(1, "hoa.png");
    expect(await say("Hoa **đỏ**", ["/ws/hoa.png"])).toEqual({
      messages: [
        {
          text: `Hoa đỏ\nhoa.png (245 KB)\n${url}`,
          media: { kind: "image", url, caption: "Hoa đỏ" },
        },
      ],
    });
  });

  test("on the internet stays there, whatever its address looks like", async () => {
    for (const url of [
      "https://i.example/a.JPG?w=1",
      "http://i.example/photo/123",
      "https://i.example/x.php",
    ]) {
      expect((await say("", [url])).messages).toEqual([{ text: url, media: { kind: "image", url } }]);
    }
  });

  test("comes with others in order, the text under the first", async () => {
    const { messages } = await say("Ba hình", ["/ws/hoa.png", "https://i.example/b.gif", "/ws/cay.webp"]);
    expect(messages.map(({ media }) => media)).toEqual([
      { kind: "image", url: hosted(1, "hoa.png"), caption: "Ba hình" },
      { kind: "image", url: "https://i.example/b.gif" },
      { kind: "image", url: hosted(2, "cay.webp") },
    ]);
  });

  test("with a text that is too long for a caption has the rest follow, and no word is lost", async () => {
    const words = Array.from({ length: 900 }, (_, at) => `từ${at}`);
    const { messages } = await say(words.join(" "), ["/ws/hoa.png", "/ws/cay.webp"]);
    const [first, ...rest] = messages as [Outgoing, ...Outgoing[]];
    const caption = first.media?.kind === "image" ? (first.media.caption ?? "") : "";
    const texts = rest.filter(({ media }) => media === undefined);
    expect([caption, ...texts.map(({ text }) => text)].join(" ").split(" ")).toEqual(words);
    for (const { text } of messages) expect(text.length).toBeLessThanOrEqual(TEXT_LIMIT);
    expect(messages.at(-1)?.media?.kind).toBe("image");
  });

  test("with a very long address has its text beside it, and still something to say when it is refused", async () => {
    const url = `https://i.example/${"a".repeat(1_700)}`;
    expect((await say("Hoa", [url])).messages).toEqual([
      { text: "Hoa" },
      { text: url, media: { kind: "image", url } },
    ]);
    const longer = `https://i.example/${"a".repeat(2_100)}`;
    const [picture] = (await say("", [longer])).messages;
    expect(picture?.text).toMatch(/^\(Xin lỗi/);
  });

  test("that phones do not show, or that is to go as a file, is a link", async () => {
    const link = `anh.heic (10 B)\n${hosted(1, "anh.heic")}`;
    expect((await say("", ["/ws/anh.heic"])).messages).toEqual([{ text: link }]);
    const file = `hoa.png (245 KB)\n${hosted(1, "hoa.png")}`;
    expect((await say("Bản gốc", ["/ws/hoa.png"], { asFile: true })).messages).toEqual([
      { text: "Bản gốc" },
      { text: file },
    ]);
  });
});

test("a document is a link with its name and size, after what is said about it", async () => {
  const link = `giá.pdf (1,2 MB)\n${hosted(1, "giá.pdf")}`;
  expect((await say("Bảng giá", ["/ws/giá.pdf"])).messages).toEqual([{ text: "Bảng giá" }, { text: link }]);
  const english = await say("", [{ source: "/ws/giá.pdf", name: "Prices.pdf" }], { language: "en" });
  expect(english.messages).toEqual([{ text: `Prices.pdf (1.2 MB)\n${hosted(1, "Prices.pdf")}` }]);
  const remote = "https://files.example/a.pdf?x=1";
  expect((await say("", [remote])).messages).toEqual([{ text: remote }]);
});

describe("a voice message", () => {
  test("in AAC is one in a direct chat, at an address with the ending that Zalo wants", async () => {
    const url = hosted(1, "loi.aac");
    const voice = { text: expect.stringContaining(url), media: { kind: "voice", url } };
    expect((await say("Nghe nhé", ["/ws/loi"])).messages).toEqual([{ text: "Nghe nhé" }, voice]);
    const remote = "https://v.example/a.aac";
    expect((await say("", [remote])).messages).toEqual([
      { text: remote, media: { kind: "voice", url: remote } },
    ]);
  });

  test("to a group is a link, because nobody would hear it", async () => {
    for (const source of ["/ws/loi", "https://v.example/a.aac"]) {
      const [message] = (await say("", [source], { toGroup: true })).messages;
      expect(message).not.toHaveProperty("media");
    }
  });

  test("of another kind is a link", async () => {
    expect((await say("", ["/ws/nhac.mp3"])).messages[0]).not.toHaveProperty("media");
  });
});

describe("without a public address", () => {
  const nowhere = { publicUrl: undefined } as unknown as Partial<ComposeOptions>;

  test("the text goes out, the reader is told in one line, and the operator what to set", async () => {
    const { messages, missing } = await say("Hoa đây", ["/ws/hoa.png", "/ws/giá.pdf"], nowhere);
    expect(messages).toEqual([{ text: "Hoa đây\n\n(Xin lỗi bạn, có 2 hình hoặc tệp hiện chưa gửi được.)" }]);
    expect(missing).toMatchObject({ code: "misconfigured", retryable: false });
    expect(missing?.message).toMatch(
      /^Zalo account "shop": hoa\.png was not sent.*Set channels\.zalo\.publicUrl to/,
    );
  });

  test("whoever sends by hand is told, and not the reader", async () => {
    const { messages, missing } = await say("Hoa đây", ["/ws/hoa.png"], { ...nowhere, apologise: false });
    expect(messages).toEqual([{ text: "Hoa đây" }]);
    expect(missing).toBeDefined();
  });

  test("pictures of the internet go out all the same", async () => {
    const { messages, missing } = await say("Hoa", ["https://i.example/a.png"], nowhere);
    expect(messages).toHaveLength(1);
    expect(missing).toBeUndefined();
  });

  test("a wrong setting is named instead", async () => {
    const publicUrlProblem = new ChannelError("misconfigured", "publicUrl is wrong.");
    expect((await say("", ["/ws/hoa.png"], { ...nowhere, publicUrlProblem })).missing).toBe(publicUrlProblem);
  });
});

test("a file that is not there is left out, said to be so, and the others still go", async () => {
  const { messages, missing } = await say("Hoa", ["/ws/gone.png", "/ws/cay.webp"], { language: "en" });
  expect(messages).toHaveLength(1);
  expect(messages[0]?.media).toMatchObject({
    caption: "Hoa\n\n(Sorry, a picture or file could not be sent.)",
  });
  expect(missing).toMatchObject({ code: "rejected", retryable: false });
  expect(missing?.message).toContain(
    'Zalo account "shop": gone.png was not sent: Local media file not found',
  );
});

test("what is missing is named shortly, wherever it was to come from", async () => {
  const sources = [
    "data:image/png;base64,AAAA",
    "file:///ws/a%20b.png",
    "media://inbound/x.png",
    "C:\\ws\\y.png",
  ];
  for (const [at, name] of ["file", "a%20b.png", "x.png", "y.png"].entries()) {
    const { missing } = await say("", sources.slice(at, at + 1));
    expect(missing?.message).toMatch(`Zalo account "shop": ${name} was not sent: Local media file not found`);
  }
});

test("a full disk is to be tried again by those who can", async () => {
  const full = new ChannelError("storage", "Disk full.");
  const { missing } = await say("", ["/ws/hoa.png"], { media: { put: () => Promise.reject(full) } });
  expect(missing).toMatchObject({ code: "storage", retryable: true });
});
