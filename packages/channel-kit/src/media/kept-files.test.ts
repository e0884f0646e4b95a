import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { FakeClock } from "../testing/fake-clock.ts";
import { KeptFiles } from "./kept-files.ts";

const HOUR_MS = 60 * 60 * 1_000;
const bytes = (text: string) => Buffer.from(text);

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "kept-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

test("a file is there after a restart, for its owner's eyes only", async () => {
  const clock = new FakeClock(Date.now());
  const key = await new KeptFiles({ folder, clock }).keep(bytes("phở"));
  expect((await new KeptFiles({ folder, clock }).read(key))?.toString()).toBe("phở");
  expect((await stat(join(folder, key))).mode & 0o777).toBe(0o600);
});

test("a file that waits is kept for days, and one that was sent goes within an hour", async () => {
  const clock = new FakeClock(Date.now());
  const files = new KeptFiles({ folder, clock });
  const waiting = await files.keep(bytes("waits"));
  const sent = await files.keep(bytes("sent"));
  await files.release(sent);
  await files.tidy();
  expect(await files.read(sent)).toBeDefined();
  await clock.advance(HOUR_MS + 1_000);
  await files.tidy();
  expect(await files.read(sent)).toBeUndefined();
  await clock.advance(5 * 24 * HOUR_MS);
  await files.tidy();
  expect(await files.read(waiting)).toBeDefined();
  await clock.advance(3 * 24 * HOUR_MS);
  await files.tidy();
  expect(await readdir(folder)).toEqual([]);
});

test("when there is too much, the oldest go", async () => {
  const clock = new FakeClock(Date.now());
  const files = new KeptFiles({ folder, clock, mostBytes: 10 });
  const first = await files.keep(bytes("123456"));
  await clock.advance(1_000);
  const second = await files.keep(bytes("123456"));
  expect(await files.read(first)).toBeUndefined();
  expect(await files.read(second)).toBeDefined();
});

test("a key that is no key leads nowhere", async () => {
  const files = new KeptFiles({ folder, clock: new FakeClock(Date.now()) });
  expect(await files.read("../../etc/passwd")).toBeUndefined();
  await files.release("../../etc/passwd");
});

test("a folder that cannot be written is a storage error with a fix", async () => {
  const files = new KeptFiles({ folder: "/dev/null/kept", clock: new FakeClock(Date.now()) });
  await expect(files.keep(bytes("x"))).rejects.toMatchObject({ code: "storage", fix: expect.any(String) });
});
