import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { expect, test } from "vitest";
import { resolveAccount } from "../config/accounts.ts";
import type { ZalouserConfig } from "../config/schema.ts";
import { accountSnapshot, describeAccount, type ZalouserSnapshot } from "./snapshot.ts";

const KEY = "chìa khoá bí mật";
const account = (zalouser: ZalouserConfig) =>
  resolveAccount({ channels: { zalouser } } as OpenClawConfig, undefined, {
    profile: undefined,
    apiUrl: undefined,
    credentialsKey: KEY,
  });
const QUIET = { live: { linked: true }, probe: undefined, sharedSession: undefined };

test("the settings alone say profile, policies and receipts, and that nobody chose a group policy", () => {
  expect(describeAccount(account({ name: "Tiệm Hoa", receipts: "off", allowFrom: ["Lan"] }))).toEqual({
    accountId: "default",
    name: "Tiệm Hoa",
    enabled: true,
    configured: true,
    mode: "socket",
    profile: "default",
    receipts: "off",
    dmPolicy: "pairing",
    groupPolicy: "open",
    groupPolicyUnset: "channels.zalouser.groupPolicy",
    allowFrom: ["Lan"],
  });
  expect(describeAccount(account({ groupPolicy: "open" }))).not.toHaveProperty("groupPolicyUnset");
});

test("no secret is in it", () => {
  const snapshot = accountSnapshot(
    account({ proxy: "http://ban:mat-khau@127.0.0.1:8080" }),
    undefined,
    QUIET,
  );
  expect(JSON.stringify(snapshot)).not.toMatch(/chìa khoá|mat-khau/);
});

test("an account that does not run is not connected, whatever it said when it did", () => {
  const runtime: ZalouserSnapshot = { accountId: "default", running: false, connected: true };
  expect(accountSnapshot(account({}), runtime, QUIET)).toMatchObject({ running: false, connected: false });
});

test("what a probe found out stands in place of what was known", () => {
  const runtime = { accountId: "default", running: true, own: { id: "1", name: "cũ" } };
  const own = { id: "1", name: "mới" };
  const probed = accountSnapshot(account({}), runtime, { ...QUIET, probe: { ok: true, own } });
  expect(probed.own).toEqual(own);
});

test("why it may not start stands as its error", () => {
  expect(accountSnapshot(account({ dmPolicy: "open" }), undefined, QUIET).lastError).toContain('needs "*"');
});
