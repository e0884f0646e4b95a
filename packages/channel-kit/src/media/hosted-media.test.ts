import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FakeClock } from "../testing/fake-clock.ts";
import { HostedMedia, type HostedMediaOptions } from "./hosted-media.ts";

const HOUR_MS = 60 * 60 * 1_000;
const DAY_MS = 24 * HOUR_MS;

let parent: string;
let folder: string;
let clock: FakeClock;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "hosted-"));
  folder = join(parent, "zalo", "media");
  clock = new FakeClock();
});
afterEach(() => rmSync(parent, { recursive: true }));

/** Each call is another process that uses the same folder. */
const store = (options: Partial<HostedMediaOptions> = {}) => new HostedMedia({ folder, clock, ...options });
const picture = (name = "hoa.png", size = 10) => ({
  bytes: Buffer.alloc(size, name),
  mime: "image/png",
  name,
});
const stored = (ending: string) => readdirSync(folder).filter((name) => name.endsWith(ending)).length;

test("what one process puts there another one finds, under its own name and type", async () => {
  const path = await store().put({ ...picture("Hoa hồng.png"), mime: "image/png" });
  expect(path).toMatch(/^[0-9a-f]{32}\/[\w-]{32}\/Hoa-hong\.png$/);
  const found = await store().find(path);
  expect(found).toMatchObject({
    kind: "found",
    media: { name: "Hoa hồng.png", mime: "image/png", size: 10, expiresAt: clock.now() + DAY_MS },
  });
  if (found.kind === "found") expect(readFileSync(found.media.file)).toEqual(picture("Hoa hồng.png").bytes);
});

test("two files of one name have nothing in common", async () => {
  const [one = "", two = ""] = [await store().put(picture()), await store().put(picture())];
  const [id, , name] = one.split("/");
  const [, token] = two.split("/");
  expect(new Set([...one.split("/").slice(0, 2), ...two.split("/").slice(0, 2)]).size).toBe(4);
  expect(await store().find([id, token, name].join("/"))).toEqual({ kind: "unknown" });
});

test("nothing is found by a path that is not quite right", async () => {
  const path = await store().put(picture());
  const [id = "", token = "", name = ""] = path.split("/");
  const wrong = [
    "",
    id,
    `${id}/${token}`,
    `${id}//${name}`,
    `${id}/${token}/other.png`,
    `${id}/${token}/${name}/`,
    `${id}/${token.slice(1)}/${name}`,
    `${id.toUpperCase()}/${token}/${name}`,
    `../media/${id}/${token}/${name}`,
    `${"0".repeat(32)}/${token}/${name}`,
  ];
  for (const one of wrong) expect(await store().find(one), one).toEqual({ kind: "unknown" });
});

test("the folder and its files are for the gateway's user alone, and hold no token", async () => {
  const path = await store().put(picture());
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  for (const name of readdirSync(folder)) {
    expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder, name), "latin1")).not.toContain(path.split("/")[1]);
  }
});

describe("a file that has expired", () => {
  test("is gone for good, which is said for a week, to those who know its path", async () => {
    const path = await store().put(picture());
    await clock.advance(DAY_MS - 1);
    expect((await store().find(path)).kind).toBe("found");
    await clock.advance(1);
    expect((await store().find(path)).kind).toBe("expired");
    await store().tidy();
    expect([stored(".bin"), stored(".json")]).toEqual([0, 1]);
    expect((await store().find(path)).kind).toBe("expired");
    expect((await store().find(path.replace(/.$/, "x"))).kind).toBe("unknown");
    await clock.advance(8 * DAY_MS);
    await store().tidy();
    expect(readdirSync(folder)).toEqual([]);
    expect((await store().find(path)).kind).toBe("unknown");
  });

  test("makes room when the next file is put there", async () => {
    await store({ keepMs: HOUR_MS }).put(picture());
    await clock.advance(HOUR_MS);
    await store({ keepMs: HOUR_MS }).put(picture());
    expect(stored(".bin")).toBe(1);
  });
});

describe("when there is too much", () => {
  async function three(limits: Partial<HostedMediaOptions>): Promise<string[]> {
    const kinds: string[] = [];
    const paths: string[] = [];
    for (const name of ["a.png", "b.png", "c.png"]) {
      paths.push(await store(limits).put(picture(name, 100)));
      await clock.advance(1_000);
    }
    for (const path of paths) kinds.push((await store(limits).find(path)).kind);
    return kinds;
  }

  test("in number, the oldest goes first", async () => {
    expect(await three({ mostFiles: 2 })).toEqual(["expired", "found", "found"]);
  });

  test("in bytes, the oldest goes first", async () => {
    expect(await three({ mostBytes: 250 })).toEqual(["expired", "found", "found"]);
  });

  test("a file larger than everything is refused and drives nothing out", async () => {
    const path = await store({ mostBytes: 250 }).put(picture());
    await expect(store({ mostBytes: 250 }).put(picture("big.png", 251))).rejects.toMatchObject({
      code: "rejected",
      message: expect.stringContaining("big.png"),
    });
    expect((await store().find(path)).kind).toBe("found");
  });
});

test("what a process left half-written is cleared away after an hour, and served never", async () => {
  const path = await store().put(picture());
  const half = join(folder, `${"a".repeat(32)}.bin.part`);
  writeFileSync(half, "half");
  await clock.advance(Date.now() - clock.now());
  await store({ keepMs: 10 * 365 * DAY_MS }).tidy();
  expect(readdirSync(folder)).toHaveLength(3);
  await clock.advance(2 * HOUR_MS);
  await store({ keepMs: 100 * 365 * DAY_MS }).tidy();
  expect(readdirSync(folder).some((name) => name.endsWith(".part"))).toBe(false);
  expect(stored(".bin")).toBe(1);
  expect(path).toContain("hoa.png");
});

test("a card that somebody has scribbled on is nothing, not an error", async () => {
  const path = await store().put(picture());
  writeFileSync(join(folder, `${path.split("/")[0]}.json`), "{");
  expect(await store().find(path)).toEqual({ kind: "unknown" });
});

test("a folder that cannot be written is told as such, to be tried again", async () => {
  writeFileSync(join(parent, "zalo"), "a file in the way");
  await expect(store().put(picture())).rejects.toMatchObject({ code: "storage", retryable: true });
  expect(await store().find("x")).toEqual({ kind: "unknown" });
  await store().tidy();
});
