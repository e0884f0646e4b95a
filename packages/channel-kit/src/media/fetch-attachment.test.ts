import { describe, expect, test } from "vitest";
import type { AttachmentKind } from "../envelope/envelope.ts";
import { FakeClock } from "../testing/fake-clock.ts";
import { DownloadError, type Downloaded, type DownloadFailure, type DownloadOptions } from "./download.ts";
import { type Fetched, fetchAttachment } from "./fetch-attachment.ts";
import { fileType } from "./file-type.ts";

const MEGABYTE = 1024 * 1024;
const JPEG = Buffer.from("ffd8ffe000104a464946", "hex");
const HTML = Buffer.from("<!doctype html><title>Không tìm thấy</title>");
const OGG = Buffer.from("OggS\0 and a sound");

/** A place on the net whose next answers the story writes down: bytes, or why there are none. */
class Net {
  readonly clock = new FakeClock();
  readonly stop = new AbortController();
  readonly asked: DownloadOptions[] = [];
  readonly #answers: (Buffer | DownloadFailure)[];

  constructor(...answers: (Buffer | DownloadFailure)[]) {
    this.#answers = answers;
  }

  async download(_url: string, options: DownloadOptions): Promise<Downloaded> {
    this.asked.push(options);
    const answer = this.#answers.shift() ?? "not-found";
    if (typeof answer === "string") throw new DownloadError(answer, "zdn.vn", "cannot be had");
    const known = fileType(answer);
    return { bytes: answer, ...(known === undefined ? {} : { fileType: known }) };
  }

  async fetch(kind: AttachmentKind = "image"): Promise<Fetched> {
    const fetching = fetchAttachment(kind, "https://zdn.vn/1.jpg", {
      downloads: this,
      maxBytes: 5 * MEGABYTE,
      clock: this.clock,
      signal: this.stop.signal,
    });
    let settled = false;
    void fetching
      .catch(() => {})
      .then(() => {
        settled = true;
      });
    for (let waited = 0; waited < 1_000 && !settled; waited += 1) await this.clock.advance(100);
    return await fetching;
  }
}

describe("what an attachment's address leads to", () => {
  test("is taken for what its bytes are", async () => {
    expect(await new Net(JPEG).fetch()).toEqual({ kind: "file", bytes: JPEG, mime: "image/jpeg" });
    expect(await new Net(JPEG).fetch("sticker")).toMatchObject({ mime: "image/jpeg" });
    expect(await new Net(OGG).fetch("voice")).toMatchObject({ mime: "audio/ogg" });
    expect(await new Net(HTML).fetch("file")).toMatchObject({ mime: "application/octet-stream" });
  });

  test.each([
    ["image", HTML, "What was called image is of an unknown type."],
    ["image", OGG, "What was called image is audio/ogg."],
    ["voice", JPEG, "What was called voice is image/jpeg."],
  ] as const)("is refused when it is not the %s it is called", async (kind, bytes, detail) => {
    expect(await new Net(bytes).fetch(kind)).toEqual({
      kind: "unfetched",
      why: { why: "wrong-type" },
      detail,
    });
  });

  test.each([
    ["too-large", { why: "too-large", limitBytes: 5 * MEGABYTE }],
    ["not-found", { why: "gone" }],
    ["refused-address", { why: "refused" }],
    ["bad-redirect", { why: "refused" }],
  ] as const)("is asked for once when that is final: %s", async (failure, why) => {
    const net = new Net(failure, JPEG);
    expect(await net.fetch()).toMatchObject({ kind: "unfetched", why });
    expect(net.asked).toHaveLength(1);
  });

  test.each(["timeout", "unreachable"] as const)(
    "is asked for again when that may help: %s",
    async (failure) => {
      const net = new Net(failure, failure, JPEG);
      expect(await net.fetch()).toMatchObject({ kind: "file" });
      expect(net.asked).toHaveLength(3);
    },
  );

  test("is given up after three tries", async () => {
    const net = new Net("timeout", "unreachable", "timeout", JPEG);
    expect(await net.fetch()).toMatchObject({ kind: "unfetched", why: { why: "unreachable" } });
    expect(net.asked).toHaveLength(3);
  });

  test("is no longer asked for when the account stops", async () => {
    const net = new Net("unreachable", JPEG);
    net.stop.abort(new Error("stopped"));
    await expect(net.fetch()).rejects.toThrow("stopped");
    expect(net.asked).toHaveLength(1);
  });
});
