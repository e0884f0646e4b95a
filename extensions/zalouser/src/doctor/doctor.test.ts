import { chmod, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inboxFile } from "channel-kit/host/shared-inbox";
import { openInbox } from "channel-kit/inbox/sqlite-inbox";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { resolveAccount } from "../config/accounts.ts";
import type { ZalouserConfig } from "../config/schema.ts";
import { openFileStore } from "../credentials/file-store.ts";
import { loginPath } from "../credentials/inspect-login.ts";
import { loadNames } from "../names/load-names.ts";
import { SAVED } from "../testing/credential-store-contract.ts";
import { auditFindings, groupFindings } from "./audit.ts";
import { closeOpenLogins, findSaved } from "./find-saved.ts";
import { findInConfig } from "./findings.ts";
import { repairConfig } from "./repair.ts";

const LAN = "200000000000000002";
const SHOP = "300000000000000001";

let stateDir: string;
beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), "zalouser-doctor-"));
});
afterEach(() => rm(stateDir, { recursive: true }));

const configOf = (zalouser: ZalouserConfig) => ({ channels: { zalouser } }) as OpenClawConfig;
const inConfig = (zalouser: ZalouserConfig) =>
  findInConfig(configOf(zalouser), "openclaw doctor --fix", {
    profile: undefined,
    apiUrl: undefined,
    credentialsKey: undefined,
  });
const paths = (findings: readonly { path: string; what: string }[]) =>
  findings.map(({ path, what }) => `${path}: ${what}`);
const logIn = async (profile = "default") =>
  await openFileStore({ stateDir, key: undefined }).replace({ accountId: profile, profile }, SAVED);

/** The account has run with these lists, as somebody who has Lan as a friend and is in one group. */
async function ran(zalouser: ZalouserConfig): Promise<void> {
  using inbox = openInbox({ file: inboxFile(stateDir, "zalouser"), channelId: "zalouser" });
  await loadNames({
    accountId: "default",
    policy: resolveAccount(configOf(zalouser)).policy,
    session: {
      friends: async () => [{ id: LAN, name: "Chị Lan", isFriend: true }],
      groups: async () => [{ id: SHOP, name: "Nhóm bán hàng", memberCount: 2 }],
    },
    ledger: inbox.ledger("default"),
    log: { info: () => {}, warn: () => {} },
    signal: new AbortController().signal,
  });
}

describe("in the settings", () => {
  test("what is right raises nothing", () => {
    expect(
      inConfig({
        groupPolicy: "allowlist",
        allowFrom: [LAN, "Chị Lan", "*", "accessGroup:staff"],
        groups: { [`group:${SHOP}`]: { allowFrom: [LAN] }, "*": { enabled: false } },
      }),
    ).toEqual([]);
  });

  test("nothing is found of a channel that nobody has set up", () => {
    expect(findInConfig({}, "fix")).toEqual([]);
  });

  test("open by half, shared profiles, old names, open groups and entries of the wrong kind", () => {
    const found = inConfig({
      groups: { [SHOP]: { allow: false }, [`user:${LAN}`]: {} },
      accounts: {
        shop: { profile: "one", dmPolicy: "open", groupPolicy: "open" },
        clinic: { profile: "one", groupPolicy: "open", allowFrom: [`group:${SHOP}`] },
        off: { enabled: false },
        forum: {},
      },
    });
    expect(paths(found)).toEqual([
      expect.stringContaining('channels.zalouser.accounts.clinic: Zalo accounts "clinic" and "shop" share'),
      expect.stringContaining('channels.zalouser.accounts.shop: Zalo account "shop": dmPolicy "open"'),
      `channels.zalouser.groups.${SHOP}.allow: is the old name of enabled.`,
      `channels.zalouser.groups: "user:${LAN}" in groups is a person, and not a group, so it matches nobody.`,
      `channels.zalouser.accounts.clinic.allowFrom: "group:${SHOP}" in allowFrom is a group, and this list is of people, so it matches nobody.`,
      'channels.zalouser.accounts.forum.groupPolicy: is not set, which means "open": no group that this account is in is shut out.',
    ]);
  });

  test("what is mended lets nobody in or out", () => {
    const { config, changes } = repairConfig(
      configOf({ dmPolicy: "open", groups: { [SHOP]: { allow: false } }, groupPolicy: "open" }),
    );
    expect(config.channels?.["zalouser"]).toEqual({
      dmPolicy: "pairing",
      groups: { [SHOP]: { enabled: false } },
      groupPolicy: "open",
    });
    expect(changes).toHaveLength(2);
  });
});

describe("below the state folder", () => {
  test("an account that nobody has logged in to is told how", async () => {
    expect(await findSaved(configOf({}), stateDir)).toEqual([
      {
        path: "channels.zalouser",
        what: 'Nobody is logged in to account "default" (profile "default").',
        fix: "Run: openclaw channels login --channel zalouser --account default",
      },
    ]);
  });

  test("a login that is fine raises nothing, and a damaged one does", async () => {
    await logIn();
    expect(await findSaved(configOf({}), stateDir)).toEqual([]);
    await writeFile(loginPath(stateDir, "default"), "{");
    expect(paths(await findSaved(configOf({}), stateDir))).toEqual([
      'channels.zalouser: Zalo account "default": its saved login is damaged.',
    ]);
  });

  test("a login that others may read is told, and closed only when that is asked for", async () => {
    await logIn();
    const path = loginPath(stateDir, "default");
    await chmod(path, 0o640);
    expect(paths(await findSaved(configOf({}), stateDir))).toEqual([
      `channels.zalouser: ${path} holds the login, and other users of this machine may read it (mode 640).`,
    ]);
    expect((await stat(path)).mode & 0o777).toBe(0o640);
    expect(await closeOpenLogins(configOf({}), stateDir)).toEqual([
      `${path}: closed to other users (its mode was 640).`,
    ]);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await closeOpenLogins(configOf({}), stateDir)).toEqual([]);
  });

  test("names that match nobody are told with what the account found out, and those that do are not", async () => {
    await logIn();
    const settings: ZalouserConfig = { allowFrom: ["chị lan", "Bình"], groups: { "Nhóm bán hàng": {} } };
    expect(paths(await findSaved(configOf(settings), stateDir))).toEqual([
      expect.stringContaining('"chị lan" is a name, and the account has not looked it up yet'),
      expect.stringContaining('"Bình" is a name, and'),
      expect.stringContaining('"Nhóm bán hàng" is a name, and'),
    ]);
    await ran(settings);
    expect(paths(await findSaved(configOf(settings), stateDir))).toEqual([
      'channels.zalouser.allowFrom: "Bình" in allowFrom is the name of no friend, so it matches nobody.',
    ]);
  });
});

describe("the audit", () => {
  const audit = async (zalouser: ZalouserConfig) => {
    const cfg = configOf(zalouser);
    const account = resolveAccount(cfg);
    return [...groupFindings(account), ...(await auditFindings(cfg, account, stateDir))].map(
      ({ checkId, severity }) => `${severity} ${checkId.replace("channels.zalouser.", "")}`,
    );
  };

  test("of a careful account says only that it is unofficial", async () => {
    await logIn();
    expect(await audit({ groupPolicy: "allowlist", allowFrom: [LAN] })).toEqual([
      "info unofficial",
      "info login.plain",
    ]);
  });

  test("says that groups are open by default, who may be mistaken and who matches nobody", async () => {
    await logIn();
    await chmod(loginPath(stateDir, "default"), 0o644);
    await ran({ allowFrom: ["Bình", "Chị Lan"] });
    expect(await audit({ allowFrom: ["Bình", "Chị Lan"] })).toEqual([
      "warn groups.policy_unset",
      "info unofficial",
      "warn login.file_mode",
      "info login.plain",
      "info approvals.nobody",
      "warn lists.matches_nobody",
      "info lists.names",
    ]);
    expect(await audit({})).toContain("critical groups.open");
  });

  test("an encrypted login is not called plain", async () => {
    await openFileStore({ stateDir, key: "khoá" }).replace(
      { accountId: "default", profile: "default" },
      SAVED,
    );
    expect(await audit({ groupPolicy: "disabled", allowFrom: [LAN] })).toEqual(["info unofficial"]);
  });
});
