import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { describe, expect, test } from "vitest";
import { defaultAccountId, listAccountIds } from "./account-ids.ts";
import { resolveAccount } from "./accounts.ts";
import { readZaloEnv } from "./env.ts";
import type { ZaloConfig } from "./schema.ts";

const TOKEN = "1111111111:tokenTokenTokenToken";
const OTHER = "2222222222:otherOtherOtherOther";
const ENV = { botToken: "5555555555:envTokenEnvTokenEnv", apiUrl: undefined };
const NO_ENV = { botToken: undefined, apiUrl: undefined };

const config = (zalo: ZaloConfig, defaults?: { groupPolicy?: "open" }): OpenClawConfig =>
  ({ channels: { zalo, ...(defaults === undefined ? {} : { defaults }) } }) as OpenClawConfig;

describe("which accounts there are", () => {
  test.each<[string, ZaloConfig, string[]]>([
    ["nothing configured", {}, ["default"]],
    ["a token at the root", { botToken: TOKEN }, ["default"]],
    ["a token file at the root", { tokenFile: "/etc/zalo" }, ["default"]],
    [
      "named accounts only",
      { accounts: { shop: { botToken: TOKEN }, clinic: { botToken: OTHER } } },
      ["clinic", "shop"],
    ],
    ["both", { botToken: TOKEN, accounts: { shop: { botToken: OTHER } } }, ["default", "shop"]],
    ["an account named default", { accounts: { shop: {}, default: {} } }, ["default", "shop"]],
    ["a name in capitals", { accounts: { Shop: {} } }, ["shop"]],
  ])("%s", (_, zalo, ids) => {
    expect(listAccountIds(config(zalo))).toEqual(ids);
  });

  test("without a section there is the default one", () => {
    expect(listAccountIds({})).toEqual(["default"]);
    expect(resolveAccount({}, undefined, NO_ENV).token.status).toBe("missing");
  });
});

describe("which account is meant when none is named", () => {
  const accounts = { shop: { botToken: TOKEN }, clinic: { botToken: OTHER } };

  test("the one that the operator chose", () => {
    expect(defaultAccountId(config({ defaultAccount: "shop", accounts }))).toBe("shop");
  });

  test("the first one when the choice names nobody", () => {
    expect(defaultAccountId(config({ defaultAccount: "nobody", accounts }))).toBe("clinic");
    expect(defaultAccountId(config({ accounts }))).toBe("clinic");
  });

  test("resolving without a name means that one", () => {
    expect(resolveAccount(config({ defaultAccount: "shop", accounts }), null, NO_ENV).token.value).toBe(
      TOKEN,
    );
  });
});

describe("one account out of root and own settings", () => {
  test("what nobody set is safe", () => {
    expect(resolveAccount(config({ botToken: TOKEN }), undefined, NO_ENV)).toMatchObject({
      accountId: "default",
      enabled: true,
      policy: {
        dmPolicy: "pairing",
        allowFrom: [],
        groupPolicy: "allowlist",
        groupAllowFrom: [],
        groups: {},
      },
      pollers: 2,
      format: "markdown",
      unknownSends: "repeat",
      blockStreaming: false,
    });
  });

  test("own settings lie over the root's, one by one", () => {
    const zalo: ZaloConfig = {
      botToken: TOKEN,
      dmPolicy: "allowlist",
      allowFrom: [12345678],
      accounts: { shop: { botToken: OTHER, dmPolicy: "pairing", name: "Cửa hàng" } },
    };
    expect(resolveAccount(config(zalo), "shop", NO_ENV)).toMatchObject({
      name: "Cửa hàng",
      token: { value: OTHER, source: "config" },
      policy: { dmPolicy: "pairing", allowFrom: ["12345678"] },
    });
    expect(resolveAccount(config(zalo), "default", NO_ENV)).toMatchObject({
      token: { value: TOKEN },
      policy: { dmPolicy: "allowlist" },
    });
  });

  test("an account is found in whatever case its name is written", () => {
    const zalo: ZaloConfig = { accounts: { Shop: { botToken: TOKEN } } };
    expect(resolveAccount(config(zalo), "SHOP", NO_ENV)).toMatchObject({
      accountId: "shop",
      token: { value: TOKEN },
    });
  });

  test.each<[ZaloConfig, boolean]>([
    [{ accounts: { shop: {} } }, true],
    [{ enabled: true, accounts: { shop: { enabled: false } } }, false],
    [{ enabled: false, accounts: { shop: { enabled: true } } }, false],
  ])("switching off the channel or the account switches it off: %j", (zalo, enabled) => {
    expect(resolveAccount(config(zalo), "shop", NO_ENV).enabled).toBe(enabled);
  });

  test("the group policy is its own, then the gateway's default, then the safe one", () => {
    const policyOf = (zalo: ZaloConfig, defaults?: { groupPolicy?: "open" }) => {
      const { policy, groupPolicySource } = resolveAccount(config(zalo, defaults), undefined, NO_ENV);
      return [policy.groupPolicy, groupPolicySource];
    };
    expect(policyOf({ groupPolicy: "disabled" }, { groupPolicy: "open" })[0]).toBe("disabled");
    expect(policyOf({}, { groupPolicy: "open" })[0]).toBe("open");
    expect(policyOf({})[0]).toBe("allowlist");
    const sources = [policyOf({ groupPolicy: "open" }), policyOf({}, { groupPolicy: "open" }), policyOf({})];
    expect(new Set(sources.map(([, source]) => source)).size).toBe(3);
  });

  test("a group's rule keeps exactly what was set", () => {
    const zalo: ZaloConfig = { groups: { "*": { requireMention: false, allowFrom: [12345678, "abc"] } } };
    expect(resolveAccount(config(zalo), undefined, NO_ENV).policy.groups).toEqual({
      "*": { requireMention: false, allowFrom: ["12345678", "abc"] },
    });
  });
});

describe("the environment", () => {
  test("gives its token to the default account only", () => {
    const zalo: ZaloConfig = { accounts: { default: {}, shop: {} } };
    expect(resolveAccount(config(zalo), "default", ENV).token).toMatchObject({
      source: "env",
      value: ENV.botToken,
    });
    const shop = resolveAccount(config(zalo), "shop", ENV).token;
    expect(shop.status).toBe("missing");
    expect(shop.problem?.message).toMatch(
      /^Zalo account "shop" has no bot token\. Set channels\.zalo\.accounts\.shop/,
    );
  });

  test("counts as absent when it is empty", () => {
    expect(readZaloEnv({ ZALO_BOT_TOKEN: "  ", ZALO_API_URL: "" })).toEqual(NO_ENV);
    expect(readZaloEnv({ ZALO_BOT_TOKEN: ` ${TOKEN}\n` }).botToken).toBe(TOKEN);
  });
});

describe("an account that is opened by half", () => {
  test.each<[ZaloConfig, string, string]>([
    [{ dmPolicy: "open" }, "default", "channels.zalo"],
    [{ dmPolicy: "open", allowFrom: ["12345678"] }, "default", "channels.zalo"],
    [{ accounts: { shop: { dmPolicy: "open" } } }, "shop", "channels.zalo.accounts.shop"],
  ])("%j may not start, and is told what to write", (zalo, accountId, path) => {
    const { problem } = resolveAccount(config(zalo), accountId, NO_ENV);
    expect(problem).toMatchObject({ code: "misconfigured", retryable: false });
    expect(problem?.message).toContain(`Zalo account "${accountId}": dmPolicy "open"`);
    expect(problem?.fix).toContain(`Add "*" to ${path}.allowFrom, or set ${path}.dmPolicy`);
  });

  test.each<[ZaloConfig, string]>([
    [{ dmPolicy: "open", allowFrom: ["*"] }, "default"],
    [{ allowFrom: ["*"], accounts: { shop: { dmPolicy: "open" } } }, "shop"],
    [{ dmPolicy: "pairing" }, "default"],
    [{ dmPolicy: "open", accounts: { shop: { dmPolicy: "pairing" } } }, "shop"],
  ])("%j may start", (zalo, accountId) => {
    expect(resolveAccount(config(zalo), accountId, NO_ENV).problem).toBeUndefined();
  });
});

test.each<[string, ZaloConfig, string]>([
  ["settings at the root", { botToken: TOKEN }, "channels.zalo"],
  [
    "a default account below accounts",
    { accounts: { default: { botToken: TOKEN } } },
    "channels.zalo.accounts.default",
  ],
  [
    "a name in capitals, as it is written",
    { accounts: { Shop: { botToken: TOKEN } } },
    "channels.zalo.accounts.Shop",
  ],
])("an operator is pointed to where the settings stand: %s", (_, zalo, path) => {
  expect(resolveAccount(config(zalo), undefined, NO_ENV).settingsPath).toBe(path);
});

test("an account's own proxy comes before the root's, and a wrong one does not fall back to it", () => {
  const cfg = {
    channels: {
      zalo: {
        proxy: "http://root:3128",
        accounts: { shop: { botToken: "1:a" }, other: { proxy: "http://own:3128" }, wrong: { proxy: "own" } },
      },
    },
  };
  const of = (accountId: string) =>
    resolveAccount(cfg, accountId, { botToken: undefined, apiUrl: undefined });
  expect(of("shop").proxy.address?.hostname).toBe("root");
  expect(of("other").proxy.address?.hostname).toBe("own");
  expect(of("wrong").proxy.address).toBeUndefined();
  expect(of("wrong").problem?.message).toContain("channels.zalo.accounts.wrong.proxy is not");
});
