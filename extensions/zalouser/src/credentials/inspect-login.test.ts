import { chmod, mkdtemp, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { SAVED, SHOP } from "../testing/credential-store-contract.ts";
import { openFileStore } from "./file-store.ts";
import { inspectLogin, loginPath } from "./inspect-login.ts";

let stateDir: string;
let path: string;
beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), "zalouser-inspect-"));
  path = loginPath(stateDir, SHOP.profile);
});
afterEach(() => rm(stateDir, { recursive: true }));

const store = (key?: string) => openFileStore({ stateDir, key });

test("a login that was never made, or was forgotten, is missing", async () => {
  expect(await inspectLogin(stateDir, SHOP)).toEqual({ path, isMissing: true, isEncrypted: false });
  await store().replace(SHOP, SAVED);
  expect(await inspectLogin(stateDir, SHOP)).toEqual({ path, isMissing: false, isEncrypted: false });
  await store().revoke(SHOP);
  expect(await inspectLogin(stateDir, SHOP)).toMatchObject({ isMissing: true });
});

test("a file that others may read is told, and left as it is", async () => {
  await store().replace(SHOP, SAVED);
  await chmod(path, 0o644);
  expect(await inspectLogin(stateDir, SHOP)).toMatchObject({ openMode: "644" });
  expect((await stat(path)).mode & 0o777).toBe(0o644);
});

test("a key that does not fit is noticed when the login is to be opened", async () => {
  await store("đúng").replace(SHOP, SAVED);
  expect(await inspectLogin(stateDir, SHOP)).toEqual({ path, isMissing: false, isEncrypted: true });
  expect(await inspectLogin(stateDir, SHOP, { key: "đúng" })).not.toHaveProperty("problem");
  for (const key of ["sai", undefined]) {
    expect((await inspectLogin(stateDir, SHOP, { key })).problem?.code).toBe("misconfigured");
  }
});

test("a damaged file, a link and a folder are told with what to do", async () => {
  await store().replace(SHOP, SAVED);
  await writeFile(path, "{ half");
  expect((await inspectLogin(stateDir, SHOP)).problem?.fix).toContain("openclaw channels logout");
  await rm(path);
  await symlink(stateDir, path);
  expect((await inspectLogin(stateDir, SHOP)).problem?.message).toContain("is no plain file");
});
