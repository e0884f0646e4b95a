import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { claimFolder, readRunning } from "./running.ts";

function temporaryFolder(): { folder: string } & Disposable {
  const folder = mkdtempSync(join(tmpdir(), "demo-claim-"));
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}

test("a second demo in the same folder is refused until the first one has ended", async () => {
  using place = temporaryFolder();
  const first = await claimFolder(place.folder);
  await expect(claimFolder(place.folder)).rejects.toThrow("--folder");
  await first[Symbol.asyncDispose]();
  await using _second = await claimFolder(place.folder);
});

test("a command beside the demo reads what the demo tells, and nothing once it has ended", async () => {
  using place = temporaryFolder();
  const claim = await claimFolder(place.folder);
  claim.tell({ zaloUrl: "http://127.0.0.1:1" });
  expect(await readRunning(place.folder)).toMatchObject({ zaloUrl: "http://127.0.0.1:1", pid: process.pid });
  await claim[Symbol.asyncDispose]();
  expect(await readRunning(place.folder)).toBeUndefined();
});

test("what a killed demo left behind claims nothing, half a file included", async () => {
  using place = temporaryFolder();
  const claim = await claimFolder(place.folder);
  const left = await readRunning(place.folder);
  await claim[Symbol.asyncDispose]();
  for (const text of [JSON.stringify(left), '{"pid":1,"po']) {
    writeFileSync(join(place.folder, "running.json"), text);
    await using _next = await claimFolder(place.folder);
  }
});
