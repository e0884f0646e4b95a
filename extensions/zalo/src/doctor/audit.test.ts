import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { describe, expect, test } from "vitest";
import { resolveAccount } from "../config/accounts.ts";
import type { ZaloConfig } from "../config/schema.ts";
import { auditFindings, groupFindings } from "./audit.ts";

const TOKEN = "1111111111:tokenTokenTokenToken";
const PERSON = "6ede9afa66b88fe6d6a9";
const LONG_SECRET = "5f0c1b7de2a94c36b1d8e7f20a6b3c4d";

function audit(shop: ZaloConfig, { apiUrl, source = shop }: { apiUrl?: string; source?: ZaloConfig } = {}) {
  const config = (settings: ZaloConfig) =>
    ({ channels: { zalo: { accounts: { shop: settings } } } }) as unknown as OpenClawConfig;
  const cfg = config(shop);
  const account = resolveAccount(cfg, "shop", { botToken: undefined, apiUrl });
  return [...groupFindings(account), ...auditFindings(cfg, config(source), account)];
}
const ids = (findings: ReturnType<typeof audit>) =>
  findings.map(({ checkId, severity }) => `${checkId} ${severity}`);

/** A secret that the gateway keeps, and somebody who may approve. */
const CAREFUL = { botToken: TOKEN, allowFrom: [PERSON] };
const BY_REFERENCE = {
  source: { botToken: { source: "env", provider: "default", id: "MY_TOKEN" } },
} as const;

test("a careful account gives the audit nothing", () => {
  expect(audit(CAREFUL, BY_REFERENCE)).toEqual([]);
});

describe("groups", () => {
  test("open to anybody is critical; with a list of people it is not", () => {
    const open = { botToken: TOKEN, groupPolicy: "open" } as const;
    expect(ids(audit({ ...open, allowFrom: ["*"] }, BY_REFERENCE))).toContain(
      "channels.zalo.groups.open critical",
    );
    expect(audit({ ...open, allowFrom: ["*"] })[0]?.remediation).toContain(
      "channels.zalo.accounts.shop.groupAllowFrom",
    );
    expect(audit({ ...CAREFUL, groupPolicy: "open" }, BY_REFERENCE)).toEqual([]);
  });

  test('"*" without people is a warning, unless the rule is off or names them itself', () => {
    const groups = (rule: object) => ids(audit({ botToken: TOKEN, groups: { "*": rule } }, BY_REFERENCE));
    const finding = "channels.zalo.groups.any_member warn";
    expect(groups({})).toContain(finding);
    expect(groups({ enabled: false })).not.toContain(finding);
    expect(groups({ allowFrom: [PERSON] })).not.toContain(finding);
  });

  test("switched off they are no matter", () => {
    expect(ids(audit({ botToken: TOKEN, groupPolicy: "disabled" }, BY_REFERENCE))).toEqual([
      "channels.zalo.approvals.nobody info",
    ]);
  });
});

describe("credentials", () => {
  test("a token in the configuration file is told from one that is a reference", () => {
    expect(ids(audit(CAREFUL))).toEqual(["channels.zalo.token.inline info"]);
    expect(JSON.stringify(audit(CAREFUL))).not.toContain(TOKEN);
  });

  test.skipIf(process.platform === "win32")("a token file that others may read is a warning", () => {
    const folder = mkdtempSync(join(tmpdir(), "audit-"));
    const tokenFile = join(folder, "token");
    writeFileSync(tokenFile, TOKEN);
    chmodSync(tokenFile, 0o640);
    expect(ids(audit({ tokenFile, allowFrom: [PERSON] }))).toEqual(["channels.zalo.token.file_mode warn"]);
    chmodSync(tokenFile, 0o600);
    expect(audit({ tokenFile, allowFrom: [PERSON] })).toEqual([]);
    rmSync(folder, { recursive: true });
  });

  test("another API than Zalo's is named without its path's secrets, and this machine's is harmless", () => {
    const far = audit(CAREFUL, { ...BY_REFERENCE, apiUrl: "https://user:pass@zalo.example.com/x?key=abc" });
    expect(ids(far)).toEqual(["channels.zalo.api_url.override warn"]);
    expect(far[0]?.detail).toContain("https://zalo.example.com/x");
    expect(far[0]?.detail).not.toMatch(/pass|abc/);
    expect(ids(audit(CAREFUL, { ...BY_REFERENCE, apiUrl: "http://127.0.0.1:9" }))).toEqual([
      "channels.zalo.api_url.override info",
    ]);
  });
});

describe("the webhook", () => {
  const webhook = (settings: ZaloConfig) => ids(audit({ ...CAREFUL, ...settings }, BY_REFERENCE));

  test("has to be https and to have a secret that nobody guesses", () => {
    expect(webhook({ webhookUrl: "https://shop.example.com/zalo", webhookSecret: LONG_SECRET })).toEqual([]);
    expect(webhook({ webhookUrl: "http://shop.example.com/zalo", webhookSecret: LONG_SECRET })).toEqual([
      "channels.zalo.webhook.plain_http critical",
    ]);
  });

  test.each(["12345678", "aaaaaaaaaaaaaaaaaaaaaaaa", "abcabcabcabcabcabcabc"])(
    "%s is a weak secret",
    (secret) => {
      const settings = { webhookUrl: "https://shop.example.com/zalo", webhookSecret: secret };
      expect(webhook(settings)).toEqual(["channels.zalo.webhook.weak_secret warn"]);
      expect(JSON.stringify(audit({ ...CAREFUL, ...settings }))).not.toContain(secret);
    },
  );

  test("that is not set has no secret to be weak", () => {
    expect(webhook({ webhookSecret: "12345678" })).toEqual([]);
  });
});

test('nobody to approve is said, and "*" is nobody', () => {
  expect(ids(audit({ botToken: TOKEN, allowFrom: ["*"] }, BY_REFERENCE))).toEqual([
    "channels.zalo.approvals.nobody info",
  ]);
});

test("an entry that matches nobody is a warning with its place", () => {
  const findings = audit({ ...CAREFUL, allowFrom: [PERSON, "Chị Lan"] }, BY_REFERENCE);
  expect(ids(findings)).toEqual(["channels.zalo.lists.matches_nobody warn"]);
  expect(findings[0]?.detail).toContain('channels.zalo.accounts.shop.allowFrom: "Chị Lan"');
});
