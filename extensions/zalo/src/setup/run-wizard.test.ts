import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ScriptedOperator } from "channel-kit/testing/scripted-operator";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type Simulator, startSimulator } from "zalo-simulator/simulator";
import type { Bot } from "zalo-simulator/world/bot";
import { ZaloConfig } from "../config/schema.ts";
import { setupWizard } from "./wizard.ts";
import { ENGLISH as words } from "./words-en.ts";
import { VIETNAMESE } from "./words-vi.ts";

const ALICE = "6ede9afa66b88fe6d6a9";
const GROUP = "zgr-f8a7101d77709e2ec761";

let zalo: Simulator;
let flowers: Bot;
let clinic: Bot;
let folder: string;

beforeAll(async () => {
  zalo = await startSimulator();
  flowers = zalo.world.addBot({ name: "Bot Tiệm Hoa" });
  clinic = zalo.world.addBot({ name: "Bot Phòng Khám", switches: { canJoinGroups: false } });
  folder = mkdtempSync(join(tmpdir(), "zalo-wizard-"));
});
afterAll(async () => {
  await zalo.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  for (const name of ["OPENCLAW_LOCALE", "LC_ALL", "LC_MESSAGES", "LANG", "ZALO_BOT_TOKEN"])
    vi.stubEnv(name, "");
  vi.stubEnv("ZALO_API_URL", zalo.url);
});
afterEach(() => vi.unstubAllEnvs());

interface Setting {
  account?: string;
  quick?: boolean;
  referencesOnly?: boolean;
}

/** Runs the whole set-up as the gateway does, and answers what it would save. */
async function setUp(before: ZaloConfig | undefined, operator: ScriptedOperator, setting: Setting = {}) {
  const cfg = (before === undefined ? {} : { channels: { zalo: before } }) as OpenClawConfig;
  const result = await setupWizard.configure({
    cfg,
    runtime: { log: () => {}, error: () => {}, exit: () => {} },
    prompter: operator.prompter,
    accountOverrides: { zalo: setting.account ?? "default" },
    shouldPromptAccountIds: true,
    forceAllowFrom: setting.quick ?? false,
    options: {
      ...(setting.quick ? { quickstartDefaults: true } : {}),
      ...(setting.referencesOnly ? { secretInputMode: "ref" as const } : {}),
    },
  });
  expect(operator.unused).toEqual([]);
  const after = result.cfg.channels?.["zalo"] as ZaloConfig;
  expect(ZaloConfig.safeParse(after ?? {}).error).toBeUndefined();
  return { result, after, isAsItWas: result.cfg === cfg };
}

describe("a first bot", () => {
  test("needs its token and otherwise only Enter, and everything that matters is written down", async () => {
    const operator = new ScriptedOperator({ [words.theToken]: ` ${flowers.token} ` });
    const { after, result } = await setUp(undefined, operator);
    expect(after).toEqual({
      enabled: true,
      botToken: flowers.token,
      dmPolicy: "pairing",
      groupPolicy: "allowlist",
      name: "Bot Tiệm Hoa",
    });
    expect(result).toMatchObject({ accountId: "default" });
    expect(operator.told[0]).toMatch(/Zalo Bot Manager.*Tạo bot[\s\S]*Zalo Bot Creator/);
    expect(operator.told).toContain('Zalo answers as "Bot Tiệm Hoa".');
    expect(operator.told.at(-1)).toContain("openclaw pairing approve zalo <code>");
  });

  test("is asked about in Vietnamese where the terminal speaks it", async () => {
    vi.stubEnv("LANG", "vi_VN.UTF-8");
    const operator = new ScriptedOperator({ [VIETNAMESE.theToken]: flowers.token });
    await setUp(undefined, operator);
    expect(operator.told[0]).toContain("Lấy token của bot ở đâu");
    expect(operator.asked).toContain(VIETNAMESE.direct);
  });

  test("is left for later with nothing changed", async () => {
    const before: ZaloConfig = { dmPolicy: "allowlist", allowFrom: [ALICE] };
    const { isAsItWas, result } = await setUp(before, new ScriptedOperator({ [words.token]: words.notNow }));
    expect(isAsItWas).toBe(true);
    expect(result).toMatchObject({ completion: "paused" });
  });

  test("is asked for little in the quick set-up, which writes down the careful defaults", async () => {
    const operator = new ScriptedOperator({ [words.theToken]: flowers.token });
    const { after } = await setUp(undefined, operator, { quick: true });
    expect(operator.asked).toEqual([words.token, words.theToken, words.direct]);
    expect(after).toMatchObject({ dmPolicy: "pairing", groupPolicy: "allowlist" });
  });
});

describe("the token", () => {
  test("is asked for again when it is none, and when Zalo refuses it", async () => {
    const operator = new ScriptedOperator({
      [words.theToken]: ["hunter2", "1234567890:nobodyKnowsThis", flowers.token],
    });
    const { after } = await setUp(undefined, operator);
    expect(operator.told).toContain(words.noTokenForm);
    expect(operator.told.join("\n")).toContain(words.refused);
    expect(after.botToken).toBe(flowers.token);
  });

  test("is saved unchecked only when the operator wants that", async () => {
    zalo.faults.add({ method: "getMe", bot: flowers, times: 2, fault: { kind: "reset" } });
    const operator = new ScriptedOperator({
      [words.theToken]: [flowers.token, flowers.token],
      [words.saveUnchecked]: [false, true],
    });
    const { after } = await setUp(undefined, operator);
    expect(after.botToken).toBe(flowers.token);
    expect(operator.told.join("\n")).toContain(words.uncheckedTitle);
    expect(operator.told.join("\n")).not.toContain(flowers.token);
  });

  test("may stand in a file, which is looked into at once", async () => {
    const file = join(folder, "token");
    writeFileSync(file, `${flowers.token}\n`);
    const operator = new ScriptedOperator({
      [words.token]: words.tokenInFile,
      [words.tokenFile]: [join(folder, "nowhere"), folder, file],
    });
    const { after } = await setUp(undefined, operator);
    expect(after).toMatchObject({ tokenFile: file });
    expect(after).not.toHaveProperty("botToken");
    expect(operator.told.join("\n")).toMatch(/cannot be read \(ENOENT\)[\s\S]*is not a file/);
  });

  test("is offered from the environment to the default account, and to no other", async () => {
    vi.stubEnv("ZALO_BOT_TOKEN", flowers.token);
    const first = new ScriptedOperator();
    expect((await setUp(undefined, first)).after).not.toHaveProperty("botToken");
    const second = new ScriptedOperator({ [words.theToken]: clinic.token });
    const { after } = await setUp(undefined, second, { account: "clinic" });
    expect(second.offered.get(words.token)).not.toContain(words.tokenInEnvironment);
    expect(after.accounts?.["clinic"]?.botToken).toBe(clinic.token);
  });

  test("may be a reference, which is checked by what it refers to and saved as what it is", async () => {
    vi.stubEnv("FLOWER_TOKEN", flowers.token);
    const operator = new ScriptedOperator({
      [words.token]: words.asReference,
      "Environment variable name": ["NOT_THERE", "FLOWER_TOKEN"],
    });
    const { after } = await setUp({ tokenFile: "/etc/old" }, operator);
    expect(after.botToken).toEqual({ source: "env", provider: "default", id: "FLOWER_TOKEN" });
    expect(after).not.toHaveProperty("tokenFile");
    expect(operator.told).toContain('Zalo answers as "Bot Tiệm Hoa".');
    expect(JSON.stringify(after)).not.toContain(flowers.token);
  });

  test("may only be referred to where the operator has said so", async () => {
    vi.stubEnv("FLOWER_TOKEN", flowers.token);
    const operator = new ScriptedOperator({
      [words.token]: words.asReference,
      "Environment variable name": "FLOWER_TOKEN",
    });
    await setUp(undefined, operator, { referencesOnly: true });
    expect(operator.offered.get(words.token)).not.toContain(words.pasteToken);
  });

  test("is asked for again when a reference leads nowhere", async () => {
    const operator = new ScriptedOperator({
      [words.token]: [words.asReference, words.pasteToken],
      "Where is this": "OpenClaw secret store",
      "Secret store name": "NOBODY_STORED_THIS",
      [words.theToken]: flowers.token,
    });
    vi.stubEnv("OPENCLAW_STATE_DIR", folder);
    const { after } = await setUp(undefined, operator);
    expect(operator.told.join("\n")).toContain(words.unavailableTitle);
    expect(after.botToken).toBe(flowers.token);
  });

  test("that is there is kept on Enter, unless Zalo refuses it by now", async () => {
    const kept = new ScriptedOperator();
    expect((await setUp({ botToken: flowers.token }, kept)).after.botToken).toBe(flowers.token);
    const revoked = new ScriptedOperator({
      [words.token]: [words.keepToken(words.inConfiguration), words.pasteToken],
      [words.theToken]: flowers.token,
    });
    const { after } = await setUp({ botToken: "1234567890:itWasReset" }, revoked);
    expect(revoked.told.join("\n")).toContain(words.refused);
    expect(after.botToken).toBe(flowers.token);
  });
});

describe("the way in", () => {
  test("is a webhook with a secret made for it, when the address is one that Zalo can call", async () => {
    const operator = new ScriptedOperator({
      [words.transport]: words.webhook,
      [words.webhookUrl]: [
        "bot.tiemhoa.vn",
        "http://bot.tiemhoa.vn/zalo",
        "https://192.168.1.2/zalo",
        "https://bot.tiemhoa.vn/zalo?x=1",
        " https://bot.tiemhoa.vn/zalo ",
      ],
    });
    const { after } = await setUp({ botToken: flowers.token }, operator);
    const { form, https, private: privateHost, extra } = words.urlProblems;
    expect(operator.told).toEqual(expect.arrayContaining([form, https, privateHost, extra]));
    expect(after.webhookUrl).toBe("https://bot.tiemhoa.vn/zalo");
    expect(after.webhookSecret).toMatch(/^[\w-]{43}$/);
    expect(after).not.toHaveProperty("webhookPath");
    expect(operator.told.at(-1)).toContain("/zalo of this gateway");
    expect(operator.told.join("\n")).not.toContain(String(after.webhookSecret));
  });

  test("takes a secret of one's own and another path on the gateway", async () => {
    const operator = new ScriptedOperator({
      [words.transport]: words.webhook,
      [words.webhookUrl]: "https://bot.tiemhoa.vn",
      [words.webhookPath]: ["/", "hooks", "/hooks/zalo"],
      [words.secret]: words.typeSecret,
      [words.theSecret]: ["ngắn", "x".repeat(257), "du-8-ky-tu"],
    });
    const { after } = await setUp({ botToken: flowers.token }, operator);
    expect(operator.proposed.get(words.webhookPath)).toBe("/zalo");
    expect(after).toMatchObject({ webhookPath: "/hooks/zalo", webhookSecret: "du-8-ky-tu" });
  });

  test("may refer to the secret, too", async () => {
    vi.stubEnv("SHORT_SECRET", "ngan");
    vi.stubEnv("HOOK_SECRET", "du-8-ky-tu");
    const operator = new ScriptedOperator({
      [words.transport]: words.webhook,
      [words.webhookUrl]: "https://bot.tiemhoa.vn/zalo",
      [words.secret]: [words.asReference, words.asReference],
      "Environment variable name": ["SHORT_SECRET", "HOOK_SECRET"],
    });
    const { after } = await setUp({ botToken: flowers.token }, operator);
    expect(operator.told.join("\n")).toContain(words.secretProblem);
    expect(after.webhookSecret).toEqual({ source: "env", provider: "default", id: "HOOK_SECRET" });
  });

  test("stays as it was on Enter, and goes back to polling whole", async () => {
    const before: ZaloConfig = {
      botToken: flowers.token,
      webhookUrl: "https://bot.tiemhoa.vn/x",
      webhookSecret: "present-secret",
      webhookPath: "/zalo",
    };
    expect((await setUp(before, new ScriptedOperator())).after).toMatchObject(before);
    const { after } = await setUp(before, new ScriptedOperator({ [words.transport]: words.polling }));
    expect(Object.keys(after).filter((name) => name.startsWith("webhook"))).toEqual([]);
  });

  test("leads one bot back to polling where the root gives all of them a webhook", async () => {
    const before: ZaloConfig = {
      webhookUrl: "https://bot.tiemhoa.vn/zalo",
      accounts: {
        clinic: { botToken: clinic.token, webhookSecret: "clinic-secret" },
        flowers: { botToken: flowers.token, webhookSecret: "flowers-secret" },
      },
    };
    const operator = new ScriptedOperator({ [words.transport]: words.polling });
    const { after } = await setUp(before, operator, { account: "clinic" });
    expect(after.webhookUrl).toBe(before.webhookUrl);
    expect(after.accounts?.["flowers"]).toEqual(before.accounts?.["flowers"]);
    expect(after.accounts?.["clinic"]).toMatchObject({ webhookUrl: "" });
    expect(after.accounts?.["clinic"]).not.toHaveProperty("webhookSecret");
  });
});

describe("who may write", () => {
  test("is named by ids in any form, and what is no id is named and asked for again", async () => {
    const operator = new ScriptedOperator({
      [words.direct]: words.directAllowlist,
      [words.people]: [
        "",
        `Alice Nguyễn, ${GROUP}, ${ALICE}`,
        `zl:${ALICE.toUpperCase()}\n 123456789; accessGroup:staff ZALO:${ALICE}`,
      ],
    });
    const { after } = await setUp({ botToken: flowers.token }, operator);
    expect(operator.told).toContain(words.noPeople);
    expect(operator.told).toContain(words.wrongPeople(`Alice Nguyễn, ${GROUP}`));
    expect(after).toMatchObject({
      dmPolicy: "allowlist",
      allowFrom: [ALICE, "123456789", "accessGroup:staff"],
    });
  });

  test("is everybody only by a wildcard, which goes when that ends", async () => {
    const open = new ScriptedOperator({ [words.direct]: words.directOpen });
    const opened = (await setUp({ botToken: flowers.token, allowFrom: [ALICE] }, open)).after;
    expect(opened).toMatchObject({ dmPolicy: "open", allowFrom: [ALICE, "*"] });
    const closed = new ScriptedOperator({ [words.direct]: words.directPairing });
    expect((await setUp(opened, closed)).after).toMatchObject({ dmPolicy: "pairing", allowFrom: [ALICE] });
    expect(closed.told.join("\n")).toContain(words.wildcard);
  });

  test("is asked after in groups by their ids, and a group keeps its rules", async () => {
    const before: ZaloConfig = {
      botToken: clinic.token,
      groups: { [GROUP]: { systemPrompt: "Trả lời ngắn." }, "zgr-00000000000000000000": {} },
    };
    const operator = new ScriptedOperator({
      [words.groupIds]: [`${ALICE}, ${GROUP}`, `zalo:group:${GROUP.toUpperCase()}, *`],
    });
    const { after } = await setUp(before, operator);
    expect(operator.told).toContain(words.wrongGroups(ALICE));
    expect(after.groups).toEqual({ [GROUP]: { systemPrompt: "Trả lời ngắn." }, "*": { enabled: true } });
    expect(operator.told.join("\n")).toContain(words.noGroups);
  });
});

describe("a rerun", () => {
  const shop: ZaloConfig = {
    enabled: true,
    botToken: "set-below",
    name: "Tiệm hoa",
    dmPolicy: "allowlist",
    allowFrom: [`zl:${ALICE}`, 12345678],
    groupPolicy: "open",
    language: "en",
    groups: { "*": { requireMention: false } },
    webhookUrl: "https://bot.tiemhoa.vn/zalo",
    webhookSecret: { source: "env", provider: "default", id: "HOOK" },
  };

  test("shows what is there, and Enter at everything changes nothing", async () => {
    const before = { ...shop, botToken: flowers.token };
    const operator = new ScriptedOperator();
    expect((await setUp(before, operator)).after).toEqual(before);
    expect(operator.proposed.get(words.people)).toBe(`zl:${ALICE}, 12345678`);
    expect(operator.proposed.get(words.name)).toBe("Tiệm hoa");
    expect(operator.told.join("\n")).not.toContain(words.originTitle);
  });

  test("changes the one thing that is answered", async () => {
    const before = { ...shop, botToken: flowers.token };
    const operator = new ScriptedOperator({ [words.groups]: words.groupsDisabled });
    expect((await setUp(before, operator)).after).toEqual({ ...before, groupPolicy: "disabled" });
  });

  test("of one bot among several leaves the others and the root alone", async () => {
    const before: ZaloConfig = {
      enabled: true,
      language: "en",
      dmPolicy: "pairing",
      groupPolicy: "allowlist",
      accounts: {
        Flowers: { enabled: true, botToken: flowers.token, name: "Hoa" },
        clinic: { enabled: true, tokenFile: "/etc/zalo-clinic", name: "Khám" },
      },
    };
    const operator = new ScriptedOperator({ [words.direct]: words.directOpen });
    const { after } = await setUp(before, operator, { account: "flowers" });
    expect(after).toEqual({
      ...before,
      accounts: {
        Flowers: { ...before.accounts?.["Flowers"], dmPolicy: "open", allowFrom: ["*"] },
        clinic: before.accounts?.["clinic"],
      },
    });
  });
});

test("a second bot gets a place of its own, and the first one takes its settings along", async () => {
  const before: ZaloConfig = {
    enabled: true,
    botToken: flowers.token,
    name: "Hoa",
    dmPolicy: "open",
    allowFrom: ["*"],
    webhookUrl: "https://bot.tiemhoa.vn/zalo",
    webhookSecret: "present-secret",
    language: "en",
  };
  const operator = new ScriptedOperator({ [words.theToken]: clinic.token });
  const { after, result } = await setUp(before, operator, { account: "clinic" });
  const { enabled, language, ...own } = before;
  expect(after).toMatchObject({ enabled, language });
  expect(after.accounts?.["default"]).toEqual(own);
  expect(after.accounts?.["clinic"]).toEqual({
    enabled: true,
    botToken: clinic.token,
    name: "Bot Phòng Khám",
    dmPolicy: "pairing",
    groupPolicy: "allowlist",
  });
  expect(Object.keys(after).toSorted()).toEqual(["accounts", "enabled", "language"]);
  expect(result).toMatchObject({ accountId: "clinic" });
  expect(operator.told.at(-1)).toContain("--account clinic");
});

test("a second bot that is left for later leaves the first one where it was", async () => {
  const operator = new ScriptedOperator({ [words.token]: words.notNow });
  const { isAsItWas } = await setUp({ botToken: flowers.token }, operator, { account: "clinic" });
  expect(isAsItWas).toBe(true);
});

test("which account is meant is asked where there may be several", async () => {
  const operator = new ScriptedOperator({
    "Zalo account": "Add a new account",
    "New Zalo account id": "Phong Kham",
    [words.theToken]: clinic.token,
  });
  const result = await setupWizard.configure({
    cfg: { channels: { zalo: { botToken: flowers.token } } } as OpenClawConfig,
    runtime: { log: () => {}, error: () => {}, exit: () => {} },
    prompter: operator.prompter,
    accountOverrides: {},
    shouldPromptAccountIds: true,
    forceAllowFrom: false,
  });
  expect(result).toMatchObject({ accountId: "phong-kham" });
});

test.each<[ZaloConfig, string]>([
  [{}, "Zalo: needs token"],
  [{ botToken: "1234567890:abc" }, "Zalo: configured"],
  [{ accounts: { shop: { tokenFile: "/etc/zalo" } } }, "Zalo: configured"],
])("the list of channels says how it stands with %j", async (zaloConfig, line) => {
  const status = await setupWizard.getStatus({
    cfg: { channels: { zalo: zaloConfig } } as OpenClawConfig,
    accountOverrides: {},
  });
  expect(status.statusLines).toEqual([line]);
});
