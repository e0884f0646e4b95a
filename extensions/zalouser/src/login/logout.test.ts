import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openFileStore } from "../credentials/file-store.ts";
import type { Credentials } from "../session/port.ts";
import { linkState } from "./link-state.ts";
import { logOut } from "./logout.ts";
import { ENGLISH as words } from "./words-en.ts";

const ACCOUNT = { accountId: "shop", profile: "hoa", credentialsKey: undefined };
const LOGIN: Credentials = {
  imei: "imei-of-the-login",
  userAgent: "agent",
  language: "vi",
  cookies: [{ key: "zpw_sek", value: "secret-cookie" }],
};

let stateDir: string;
beforeEach(() => {
  for (const name of ["OPENCLAW_LOCALE", "LC_ALL", "LC_MESSAGES", "LANG"]) vi.stubEnv(name, "");
  stateDir = mkdtempSync(join(tmpdir(), "zalouser-logout-"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(stateDir, { recursive: true, force: true });
});

const store = () => openFileStore({ stateDir, key: undefined });
const file = () => join(stateDir, "zalouser", "credentials", "hoa.json");

test("a logout forgets the login and says where the session is ended on the phone", async () => {
  await store().replace(ACCOUNT, LOGIN);
  expect(await linkState(ACCOUNT, stateDir)).toBe("linked");
  expect(await logOut(ACCOUNT, stateDir)).toEqual({
    cleared: true,
    loggedOut: true,
    message: `${words.loggedOut} ${words.endOnPhone}`,
  });
  expect(await linkState(ACCOUNT, stateDir)).toBe("not-linked");
  expect(readFileSync(file(), "utf8")).not.toMatch(/secret-cookie|imei-of-the-login/);
});

test("cookies that come late do not bring the login back", async () => {
  const generation = await store().replace(ACCOUNT, LOGIN);
  await logOut(ACCOUNT, stateDir);
  expect(await store().refresh(ACCOUNT, generation, LOGIN)).toBe(false);
  expect(await linkState(ACCOUNT, stateDir)).toBe("not-linked");
});

test("a logout of somebody who is not logged in says so", async () => {
  expect(await linkState(ACCOUNT, stateDir)).toBe("not-linked");
  expect(await logOut(ACCOUNT, stateDir)).toEqual({
    cleared: false,
    loggedOut: true,
    message: words.noneSaved,
  });
});

test("a login that cannot be read counts as one, and can be forgotten", async () => {
  await store().replace(ACCOUNT, LOGIN);
  writeFileSync(file(), "{ damaged");
  expect(await linkState(ACCOUNT, stateDir)).toBe("linked");
  expect(await logOut(ACCOUNT, stateDir)).toMatchObject({ cleared: true });
  expect(await linkState(ACCOUNT, stateDir)).toBe("not-linked");
});
