import type { PluginRuntime } from "openclaw/plugin-sdk/channel-core";
import { describe, expect, test } from "vitest";
import type { Attachment } from "../envelope/envelope.ts";
import { DownloadError, type Downloaded } from "../media/download.ts";
import { fileType } from "../media/file-type.ts";
import { FakeClock } from "../testing/fake-clock.ts";
import { message } from "../testing/messages.ts";
import { InboundMediaFetcher } from "./inbound-media.ts";

const JPEG = Buffer.from("ffd8ffe000104a464946", "hex");

/** Pictures by address, a place to keep them, and what the log was told. */
class Surroundings {
  readonly clock = new FakeClock();
  readonly stop = new AbortController();
  readonly log: string[] = [];
  /** Files that are being fetched right now, and the most there ever were. */
  underWay = 0;
  most = 0;
  readonly #kept: string[] = [];

  async #download(url: string, signal: AbortSignal): Promise<Downloaded> {
    this.underWay += 1;
    this.most = Math.max(this.most, this.underWay);
    try {
      if (url.includes("never")) {
        await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
      }
      await new Promise((resolve) => setImmediate(resolve));
      if (url.includes("gone")) throw new DownloadError("not-found", "zdn.vn", "is gone");
      const bytes = Buffer.concat([JPEG, Buffer.from(url)]);
      const known = fileType(bytes);
      return { bytes, ...(known === undefined ? {} : { fileType: known }) };
    } finally {
      this.underWay -= 1;
    }
  }

  async download(attachments: readonly Attachment[]) {
    const saveMediaBuffer = async (bytes: Buffer) => {
      this.#kept.push(bytes.toString("latin1"));
      return { id: "", path: `/media/${bytes.subarray(JPEG.length)}`, size: bytes.length };
    };
    const fetcher = new InboundMediaFetcher({
      runtime: { channel: { media: { saveMediaBuffer } } } as unknown as PluginRuntime,
      downloads: { download: (url, { signal }) => this.#download(url, signal) },
      maxBytes: 1_000,
      clock: this.clock,
      onUnfetched: (_, detail) => this.log.push(detail),
    });
    return await fetcher.download(message("m", { attachments }).envelope, this.stop.signal);
  }
}

const image = (url: string): Attachment => ({ kind: "image", url });

describe("what comes with a message", () => {
  test("is kept, and told of in its order", async () => {
    const { facts, lines, unfetched } = await new Surroundings().download([image("1"), image("2")]);
    expect(facts.map(({ path, contentType }) => [path, contentType])).toEqual([
      ["/media/1", "image/jpeg"],
      ["/media/2", "image/jpeg"],
    ]);
    expect([lines, unfetched]).toEqual([[], []]);
  });

  test("is told of in words when it cannot be had, beside what can", async () => {
    const world = new Surroundings();
    const { facts, lines, unfetched } = await world.download([image("gone"), image("2")]);
    expect(facts).toHaveLength(1);
    expect(lines).toEqual(["[image could not be fetched: it is no longer there]"]);
    expect(unfetched).toEqual([{ kind: "image", why: "gone" }]);
    expect(world.log).toEqual(["The file at zdn.vn is gone."]);
  });

  test("a sticker is named, seen when it has a picture, and no loss when its picture is gone", async () => {
    const sticker = (url?: string): Attachment => ({
      kind: "sticker",
      name: "0e07",
      ...(url ? { url } : {}),
    });
    const { facts, lines, unfetched } = await new Surroundings().download([
      sticker("1"),
      sticker(),
      sticker("gone"),
    ]);
    expect(facts.map(({ path }) => path)).toEqual(["/media/1"]);
    expect(lines).toEqual(Array(3).fill("[sticker: 0e07]"));
    expect(unfetched).toEqual([]);
  });

  test("is fetched a few at a time", async () => {
    const world = new Surroundings();
    const { facts } = await world.download(Array.from({ length: 10 }, (_, at) => image(String(at))));
    expect(facts.map(({ path }) => path)).toEqual(Array.from({ length: 10 }, (_, at) => `/media/${at}`));
    expect(world.most).toBe(4);
  });

  test("is given up after a minute, and what has come by then is there", async () => {
    const world = new Surroundings();
    const fetching = world.download([image("1"), image("never")]);
    await expect.poll(() => world.clock.sleeping).toBe(1);
    await expect.poll(() => world.underWay).toBe(1);
    await world.clock.advance(60_000);
    const { facts, unfetched } = await fetching;
    expect(facts).toHaveLength(1);
    expect(unfetched).toEqual([{ kind: "image", why: "unreachable" }]);
  });

  test("is no longer fetched when the account stops", async () => {
    const world = new Surroundings();
    const fetching = world.download([image("never")]);
    const refused = expect(fetching).rejects.toThrow("stopped");
    await expect.poll(() => world.underWay).toBe(1);
    world.stop.abort(new Error("stopped"));
    await refused;
    expect(world.clock.sleeping).toBe(0);
  });

  test("nothing takes no time", async () => {
    const world = new Surroundings();
    expect(await world.download([])).toEqual({ facts: [], lines: [], unfetched: [] });
    expect(world.clock.sleeping).toBe(0);
  });
});
