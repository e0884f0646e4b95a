import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ChannelError } from "channel-kit/outcome/channel-error";
import { FakeClock } from "channel-kit/testing/fake-clock";
import { ScriptedOperator } from "channel-kit/testing/scripted-operator";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type ZalouserConfig, zalouserConfigSchema } from "../config/schema.ts";
import type { LoginTools } from "../login/login-tools.ts";
import { ENGLISH as login } from "../login/words-en.ts";
import type { Credentials, QrStep } from "../session/port.ts";
import { MemorySession } from "../testing/memory-session.ts";
import { Phone } from "../testing/phone.ts";
import { readDrawnQr } from "../testing/read-drawn-qr.ts";
import { RiskBook } from "./risk.ts";
import { runWizard } from "./run-wizard.ts";
import { ENGLISH as words } from "./words-en.ts";
import { VIETNAMESE } from "./words-vi.ts";

const LAN = { id: "100000000000000011", name: "Nguyễn Thị Lan", isFriend: true };
const OTHER_LAN = { id: "100000000000000012", name: "Lan Anh", isFriend: true };
const DUC = { id: "100000000000000013", name: "Đức", alias: "Chú Đức xe ôm", isFriend: true };
const FLOWERS = { id: "200000000000000021", name: "Nhóm Hoa Tươi", memberCount: 4 };
const SAVED: Credentials = { imei: "before", userAgent: "agent", language: "vi", cookies: [] };

let phone: Phone;
let folder: string;
let saved: Credentials | undefined;
let loggedIn: string[];
/** What the gateway beside the set-up knows of the account, while it is logged in there. */
let gatewayKnows: LoginTools["running"] | undefined;

const notRunning = async () => {
  throw new ChannelError("unreachable", "No gateway runs here.");
};
const nowhere: LoginTools["running"] = { ownProfile: notRunning, friends: notRunning, groups: notRunning };

beforeEach(() => {
  for (const name of ["OPENCLAW_LOCALE", "LC_ALL", "LC_MESSAGES", "LANG", "ZALOUSER_PROFILE", "ZCA_PROFILE"])
    vi.stubEnv(name, "");
  folder = mkdtempSync(join(tmpdir(), "zalouser-wizard-"));
  phone = new Phone(() => {
    const session = new MemorySession();
    session.ownFriends = [LAN, OTHER_LAN, DUC];
    session.ownGroups = [FLOWERS];
    return session;
  });
  saved = undefined;
  loggedIn = [];
  gatewayKnows = undefined;
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

interface Setting {
  account?: string;
  quick?: boolean;
  /** What the phone does with each code that is shown; confirms it unless said otherwise. */
  phoneDoes?(count: number): void;
}

/** Runs the whole set-up as the gateway does, and answers what it would save. */
async function setUp(before: ZalouserConfig | undefined, operator: ScriptedOperator, setting: Setting = {}) {
  const cfg = (before === undefined ? {} : { channels: { zalouser: before } }) as OpenClawConfig;
  const desk = {
    accountId: setting.account ?? "default",
    loginByQr: async (observer: (step: QrStep) => void, signal: AbortSignal) => {
      const outcome = phone.loginByQr({ accountId: "default" }, observer, signal);
      if (setting.phoneDoes === undefined) phone.confirm();
      else setting.phoneDoes(phone.codes.length);
      return await outcome;
    },
    save: async (credentials: Credentials) => {
      saved = credentials;
    },
    clock: new FakeClock(),
  };
  const result = await runWizard(
    {
      cfg,
      runtime: { log: () => {}, error: () => {}, exit: () => {} },
      prompter: operator.prompter,
      accountOverrides: { zalouser: setting.account ?? "default" },
      shouldPromptAccountIds: true,
      forceAllowFrom: setting.quick ?? false,
      ...(setting.quick ? { options: { quickstartDefaults: true } } : {}),
    },
    {
      risk: new RiskBook(folder),
      clock: new FakeClock(),
      login: () => ({
        desk,
        zalo: phone,
        options: { accountId: "default" },
        name: { accountId: "default", profile: "default" },
        store: {
          read: async () => (saved === undefined ? undefined : { credentials: saved, generation: "first" }),
          replace: async () => "second",
          refresh: async () => true,
          revoke: async () => false,
        },
        running: gatewayKnows ?? nowhere,
      }),
      onLogin: (accountId) => void loggedIn.push(accountId),
    },
  );
  expect(operator.unused).toEqual([]);
  const after = result.cfg.channels?.["zalouser"] as ZalouserConfig;
  expect(zalouserConfigSchema.runtime?.safeParse(after ?? {})).toMatchObject({ success: true });
  return { result, after, isAsItWas: result.cfg === cfg };
}

const YES = { [words.acceptRisk]: true };

describe("a first account", () => {
  test("needs the risk accepted and a code confirmed, and everything that matters is written down", async () => {
    const operator = new ScriptedOperator(YES);
    const { after, result } = await setUp(undefined, operator);
    expect(after).toEqual({ enabled: true, dmPolicy: "pairing", groupPolicy: "allowlist" });
    expect(result).toMatchObject({ accountId: "default" });
    expect(operator.told[0]).toContain("Zalo may warn, limit or lock an account");
    expect(readDrawnQr(operator.told.join("\n"))).toBe(phone.codes[0]);
    expect(operator.told.at(-1)).toContain("openclaw pairing approve zalouser <code>");
    expect(saved).toEqual(phone.session.credentials());
    expect(loggedIn).toEqual(["default"]);
    expect(phone.openSessions).toBe(0);
  });

  test("is left alone by whoever does not accept the risk", async () => {
    const { isAsItWas, result } = await setUp({ dmPolicy: "disabled" }, new ScriptedOperator());
    expect(isAsItWas).toBe(true);
    expect(result).toMatchObject({ completion: "paused" });
    expect(phone.codes).toEqual([]);
  });

  test("is asked about in Vietnamese where the terminal speaks it", async () => {
    vi.stubEnv("LANG", "vi_VN.UTF-8");
    const operator = new ScriptedOperator({ [VIETNAMESE.acceptRisk]: true });
    await setUp(undefined, operator);
    expect(operator.told[0]).toContain("Zalo có thể cảnh báo, hạn chế hoặc khóa tài khoản");
    expect(operator.asked).toContain(VIETNAMESE.groups);
  });

  test("is asked for little in the quick set-up, which writes down the careful defaults", async () => {
    const operator = new ScriptedOperator(YES);
    const { after } = await setUp(undefined, operator, { quick: true });
    expect(operator.asked).toEqual([words.acceptRisk, words.login, words.direct]);
    expect(after).toMatchObject({ dmPolicy: "pairing", groupPolicy: "allowlist" });
  });
});

test("the risk is asked about once, for all accounts and all times", async () => {
  await setUp(undefined, new ScriptedOperator(YES));
  const again = new ScriptedOperator();
  const { result } = await setUp({ enabled: true }, again);
  expect(again.asked).not.toContain(words.acceptRisk);
  expect(result).toMatchObject({ accountId: "default" });
});

describe("the login", () => {
  test("shows another code after one that has expired", async () => {
    const operator = new ScriptedOperator(YES);
    await setUp(undefined, operator, {
      phoneDoes: (count) => (count === 1 ? phone.waitTooLong() : phone.confirm()),
    });
    expect(operator.told).toContain(login.expired);
    expect(readDrawnQr(operator.told.join("\n"))).toBe(phone.codes[1]);
    expect(saved).toBeDefined();
  });

  test("H3: is offered again after the phone has declined", async () => {
    const operator = new ScriptedOperator(YES);
    await setUp(undefined, operator, {
      phoneDoes: (count) => (count === 1 ? phone.decline() : phone.confirm()),
    });
    expect(operator.told).toContain(login.declined);
    expect(operator.asked.filter((question) => question === words.login)).toHaveLength(2);
    expect(saved).toBeDefined();
  });

  test("may wait: the rest is asked all the same, and the command is named", async () => {
    const operator = new ScriptedOperator({ ...YES, [words.login]: words.scanLater });
    const { after } = await setUp(undefined, operator);
    expect(after).toMatchObject({ enabled: true, dmPolicy: "pairing" });
    expect(operator.told.at(-1)).toContain("Log in:\nopenclaw channels login --channel zalouser");
    expect(saved).toBeUndefined();
    expect(loggedIn).toEqual([]);
  });

  test("that is saved already is kept by pressing Enter, and shows no code", async () => {
    saved = SAVED;
    const operator = new ScriptedOperator({ ...YES, [words.peopleWithoutCode]: "duc xe" });
    const { after } = await setUp(undefined, operator);
    expect(operator.told).toContain(words.stillValid);
    expect(after.allowFrom).toEqual([DUC.id]);
    expect(phone.codes).toEqual([]);
    expect(saved).toBe(SAVED);
    expect(loggedIn).toEqual([]);
    expect(phone.openSessions).toBe(0);
  });

  test("that a running gateway uses is not touched: the gateway says whom the account knows", async () => {
    saved = SAVED;
    gatewayKnows = new MemorySession();
    Object.assign(gatewayKnows, { ownFriends: [DUC] });
    const operator = new ScriptedOperator({ ...YES, [words.peopleWithoutCode]: "duc" });
    const { after } = await setUp(undefined, operator);
    expect(after.allowFrom).toEqual([DUC.id]);
    expect(phone.resumed).toEqual([]);
  });

  test("that Zalo no longer takes is replaced by a new one", async () => {
    saved = SAVED;
    phone.refuses = new ChannelError("unauthorized", "Zalo does not accept the login any more.");
    const operator = new ScriptedOperator(YES);
    await setUp(undefined, operator);
    expect(operator.told.join("\n")).toContain("Zalo does not accept the login any more.");
    expect(operator.offered.get(words.login)).toEqual([words.scanNow, words.scanLater]);
    expect(saved).toEqual(phone.session.credentials());
  });
});

describe("people", () => {
  const allowlist = { ...YES, [words.direct]: words.directAllowlist };

  test("are found by parts of their names without accents, and written down by their ids", async () => {
    const operator = new ScriptedOperator({
      ...allowlist,
      [words.people]: "thi lan, DUC, 100000000000000099",
    });
    const { after } = await setUp(undefined, operator);
    expect(after).toMatchObject({ dmPolicy: "allowlist", allowFrom: [LAN.id, DUC.id, "100000000000000099"] });
  });

  test("of the same name are told apart by the operator", async () => {
    const operator = new ScriptedOperator({
      ...allowlist,
      [words.people]: "lan",
      [words.whichOnes("lan")]: `Lan Anh (${OTHER_LAN.id})`,
    });
    const { after } = await setUp(undefined, operator);
    expect(operator.offered.get(words.whichOnes("lan"))).toEqual([
      `Nguyễn Thị Lan (${LAN.id})`,
      `Lan Anh (${OTHER_LAN.id})`,
    ]);
    expect(after.allowFrom).toEqual([OTHER_LAN.id]);
  });

  test("whom nobody knows are refused, and so is everybody", async () => {
    const operator = new ScriptedOperator({ ...allowlist, [words.people]: ["Hùng", "*", "", "duc"] });
    const { after } = await setUp(undefined, operator);
    expect(operator.told).toContain(words.nobodyFound("Hùng"));
    expect(operator.told).toContain(words.notAll);
    expect(operator.told).toContain(words.noPeople);
    expect(after.allowFrom).toEqual([DUC.id]);
  });

  test("are kept as they were written by pressing Enter, and shown by name", async () => {
    const before: ZalouserConfig = {
      dmPolicy: "allowlist",
      allowFrom: [LAN.id, "Chị Hoa"],
      groupPolicy: "open",
    };
    const operator = new ScriptedOperator(YES);
    const { after } = await setUp(before, operator);
    expect(operator.proposed.get(words.people)).toBe(`Nguyễn Thị Lan (${LAN.id}), Chị Hoa`);
    expect(after.allowFrom).toEqual([LAN.id, "Chị Hoa"]);
  });

  test("may be named before the login, and stay names until it", async () => {
    const operator = new ScriptedOperator({
      ...allowlist,
      [words.login]: words.scanLater,
      [words.people]: "Chị Lan; zalouser:100000000000000013",
    });
    const { after } = await setUp(undefined, operator);
    expect(after.allowFrom).toEqual(["Chị Lan", DUC.id]);
  });

  test("are everybody only by that choice, and no longer when it is taken back", async () => {
    const open = await setUp(undefined, new ScriptedOperator({ ...YES, [words.direct]: words.directOpen }));
    expect(open.after).toMatchObject({ dmPolicy: "open", allowFrom: ["*"] });
    const operator = new ScriptedOperator({ [words.direct]: words.directPairing });
    const { after } = await setUp(open.after, operator);
    expect(after).toMatchObject({ dmPolicy: "pairing", allowFrom: [] });
    expect(operator.told.join("\n")).toContain(words.wildcard);
  });
});

describe("groups", () => {
  test("are found by parts of their names, and those that were listed keep their rules", async () => {
    const rules = { requireMention: false };
    const operator = new ScriptedOperator({ ...YES, [words.groupList]: "hoa tuoi, 200000000000000099" });
    const before = { groups: { "200000000000000099": rules } };
    const { after } = await setUp(before, operator);
    expect(after.groupPolicy).toBe("allowlist");
    expect(after.groups).toEqual({ [FLOWERS.id]: { enabled: true }, "200000000000000099": rules });
  });

  test("may be all of them, and a person is none of them", async () => {
    const operator = new ScriptedOperator({ ...YES, [words.groupList]: ["user:100000000000000011", "*"] });
    const { after } = await setUp(undefined, operator);
    expect(operator.told).toContain(words.nobodyFound("user:100000000000000011"));
    expect(after.groups).toEqual({ "*": { enabled: true } });
  });
});

describe("a rerun", () => {
  test("changes nothing by pressing Enter, and does not switch on what was switched off", async () => {
    saved = SAVED;
    const before: ZalouserConfig = {
      enabled: false,
      dmPolicy: "allowlist",
      allowFrom: [LAN.id],
      groupPolicy: "disabled",
      historyLimit: 5,
      proxy: "http://127.0.0.1:3128",
      name: "Tiệm",
    };
    const operator = new ScriptedOperator(YES);
    const { after } = await setUp(before, operator);
    expect(after).toEqual(before);
    expect(operator.told.at(-1)).toContain(words.nextEnable);
  });

  test("of one account leaves the others alone", async () => {
    saved = SAVED;
    const shop = { enabled: false, profile: "hoa", dmPolicy: "disabled", groupPolicy: "disabled" } as const;
    const before: ZalouserConfig = { enabled: true, accounts: { shop, cafe: { enabled: true } } };
    const { after } = await setUp(before, new ScriptedOperator(YES), { account: "cafe" });
    expect(after.accounts?.["shop"]).toEqual(shop);
    expect(after.accounts?.["cafe"]).toMatchObject({ enabled: true, dmPolicy: "pairing" });
  });
});

test("a second account gets a place of its own, and the first keeps its login", async () => {
  const before: ZalouserConfig = { enabled: true, profile: "hoa", name: "Tiệm", dmPolicy: "pairing" };
  const { after } = await setUp(before, new ScriptedOperator({ ...YES, [words.name]: "Quán" }), {
    account: "cafe",
  });
  expect(after.accounts?.["default"]).toMatchObject({ profile: "hoa", name: "Tiệm" });
  expect(after.accounts?.["cafe"]).toMatchObject({ enabled: true, name: "Quán" });
  expect(after).not.toHaveProperty("profile");
});

test("an account whose profile another one has is not set up", async () => {
  const before: ZalouserConfig = { accounts: { shop: { profile: "one" }, cafe: { profile: "one" } } };
  const operator = new ScriptedOperator(YES);
  const { isAsItWas } = await setUp(before, operator, { account: "cafe" });
  expect(isAsItWas).toBe(true);
  expect(operator.told.join("\n")).toMatch(/"cafe" and "shop" share the profile/);
});
