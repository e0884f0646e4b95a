import { chmod, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ChannelError } from "channel-kit/outcome/channel-error";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { credentialStoreContract, SAVED, SHOP, withCookie } from "../testing/credential-store-contract.ts";
import { memoryCredentialStore } from "../testing/memory-credential-store.ts";
import { openFileStore } from "./file-store.ts";

const KEY = "chìa khoá rất dài của chủ tiệm";

let stateDir: string;
beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), "zalouser-logins-"));
});
afterEach(() => rm(stateDir, { recursive: true }));

const open = (key?: string) => openFileStore({ stateDir, key });
const folder = () => join(stateDir, "zalouser", "credentials");
const file = () => join(folder(), "shop.json");
const modeOf = async (path: string) => (await stat(path)).mode & 0o777;

async function errorOf(work: Promise<unknown>): Promise<ChannelError> {
  const error = await work.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  if (!(error instanceof ChannelError)) throw new Error("there was no such error");
  expect(error.message).toContain('"shop"');
  expect(error.message).not.toMatch(/bimat|khong-duoc-lo-ra|chìa khoá/);
  return error;
}

credentialStoreContract("in memory", async () => memoryCredentialStore());
credentialStoreContract("in a plain file", async () => open());
credentialStoreContract("in an encrypted file", async () => open(KEY));

describe("the file", () => {
  test("can be read by its owner only, as can its folder, and nothing lies beside it", async () => {
    const generation = await open().replace(SHOP, SAVED);
    await open().refresh(SHOP, generation, withCookie("mới"));
    expect([await modeOf(folder()), await modeOf(file())]).toEqual([0o700, 0o600]);
    expect(await readdir(folder())).toEqual(["shop.json"]);
  });

  test("that others could read is closed to them", async () => {
    await open().replace(SHOP, SAVED);
    await chmod(file(), 0o644);
    await chmod(folder(), 0o755);
    await open().read(SHOP);
    expect(await modeOf(file())).toBe(0o600);
    await open().replace(SHOP, SAVED);
    expect(await modeOf(folder())).toBe(0o700);
  });

  test("that a crash left half written is swept away, and the one before it counts", async () => {
    await open().replace(SHOP, SAVED);
    await writeFile(join(folder(), ".shop.json.abcdef.tmp"), "{");
    expect((await open().read(SHOP))?.credentials).toEqual(SAVED);
    await open().replace(SHOP, withCookie("mới"));
    expect(await readdir(folder())).toEqual(["shop.json"]);
  });

  test("is written although somebody died while writing", async () => {
    await open().replace(SHOP, SAVED);
    await writeFile(`${file()}.lock`, "");
    const longAgo = new Date(Date.now() - 60_000);
    await utimes(`${file()}.lock`, longAgo, longAgo);
    await open().replace(SHOP, withCookie("mới"));
    expect((await open().read(SHOP))?.credentials).toEqual(withCookie("mới"));
  });

  test.each([
    ["a damaged file", "{ half of"],
    ["a file of something else", '{"hello":"world"}'],
    ["an empty file", ""],
    ["a login without what it needs", '{"version":1,"kind":"login","generation":"a","login":{"imei":""}}'],
  ])("%s is an error, and no login takes its place until it is forgotten", async (_, text) => {
    await open().replace(SHOP, SAVED);
    await writeFile(file(), text);
    const error = await errorOf(open().read(SHOP));
    expect([error.code, error.retryable]).toEqual(["storage", false]);
    expect(error.fix).toContain("openclaw channels logout --channel zalouser --account shop");
    await errorOf(open().replace(SHOP, withCookie("mới")));
    expect(await readFile(file(), "utf8")).toBe(text);
    expect(await open().revoke(SHOP)).toBe(true);
    await open().replace(SHOP, withCookie("mới"));
    expect((await open().read(SHOP))?.credentials).toEqual(withCookie("mới"));
  });

  test("of a newer version is left alone", async () => {
    await open().replace(SHOP, SAVED);
    await writeFile(file(), '{"version":2,"kind":"login"}');
    const error = await errorOf(open().read(SHOP));
    expect([error.code, error.fix]).toEqual(["misconfigured", expect.stringContaining("Update the plugin")]);
    await errorOf(open().replace(SHOP, SAVED));
  });

  test("is not reached by a link, nor is its folder", async () => {
    await open().replace(SHOP, SAVED);
    const elsewhere = join(stateDir, "elsewhere.json");
    await writeFile(elsewhere, await readFile(file(), "utf8"));
    await rm(file());
    await symlink(elsewhere, file());
    // One after the other: one that fails before it is looked at would count as an error of nobody's.
    for (const work of [
      () => open().read(SHOP),
      () => open().replace(SHOP, SAVED),
      () => open().revoke(SHOP),
    ]) {
      expect((await errorOf(work())).code).toBe("misconfigured");
    }
    await rm(folder(), { recursive: true });
    await symlink(stateDir, folder());
    expect((await errorOf(open().replace(SHOP, SAVED))).code).toBe("misconfigured");
  });
});

describe("with a key", () => {
  test("nothing of the login can be read in the file", async () => {
    await open(KEY).replace(SHOP, SAVED);
    const text = await readFile(file(), "utf8");
    expect(text).not.toMatch(/bimat|khong-duoc-lo-ra|Mozilla|zpw_sek/);
    expect(Buffer.from(JSON.parse(text).sealed.text, "base64").toString("latin1")).not.toContain("bimat");
  });

  test.each([
    ["another key", "không phải chìa này"],
    ["no key", undefined],
  ])("%s is an error that says how to mend it, and no login takes its place", async (_, key) => {
    await open(KEY).replace(SHOP, SAVED);
    const before = await readFile(file(), "utf8");
    const error = await errorOf(open(key).read(SHOP));
    expect([error.code, error.fix]).toEqual([
      "misconfigured",
      expect.stringContaining("ZALOUSER_CREDENTIALS_KEY"),
    ]);
    await errorOf(open(key).replace(SHOP, withCookie("mới")));
    expect(await readFile(file(), "utf8")).toBe(before);
    expect((await open(KEY).read(SHOP))?.credentials).toEqual(SAVED);
    expect(await open(key).revoke(SHOP)).toBe(true);
  });

  test("a file that is not encrypted is read, and encrypted when it is saved again", async () => {
    const generation = await open().replace(SHOP, SAVED);
    expect((await open(KEY).read(SHOP))?.credentials).toEqual(SAVED);
    expect(await open(KEY).refresh(SHOP, generation, withCookie("mới"))).toBe(true);
    expect(await readFile(file(), "utf8")).not.toContain("mới");
    expect(await open(KEY).read(SHOP)).toEqual({ credentials: withCookie("mới"), generation });
  });

  test("a file that was changed, or put under another profile, does not open", async () => {
    await open(KEY).replace(SHOP, SAVED);
    const text = await readFile(file(), "utf8");
    await writeFile(join(folder(), "clinic.json"), text);
    const other = open(KEY).read({ accountId: "shop", profile: "clinic" });
    expect((await errorOf(other)).code).toBe("misconfigured");
    await writeFile(file(), text.replace(/"generation": "[^"]+"/, '"generation": "other"'));
    expect((await errorOf(open(KEY).read(SHOP))).code).toBe("misconfigured");
  });
});
