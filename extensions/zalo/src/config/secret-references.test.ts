import type { ResolverContext } from "openclaw/plugin-sdk/channel-secret-basic-runtime";
import { expect, test } from "vitest";
import { collectRuntimeConfigAssignments, secretTargetRegistryEntries } from "../../secret-contract-api.ts";
import { ZaloConfig } from "./schema.ts";

const ref = (id: string) => ({ source: "env" as const, provider: "default", id });

/** Which references the gateway resolves for these settings, each with the accounts that need it. */
function resolved(zalo: ZaloConfig): Record<string, string[]> {
  expect(ZaloConfig.safeParse(zalo).error).toBeUndefined();
  const config = { channels: { zalo: structuredClone(zalo) as Record<string, unknown> } };
  const context: ResolverContext = {
    sourceConfig: config,
    env: {},
    cache: {},
    warnings: [],
    warningKeys: new Set(),
    assignments: [],
  } as unknown as ResolverContext;
  collectRuntimeConfigAssignments({ config, context });
  const found: Record<string, string[]> = {};
  for (const { path, ownerId } of context.assignments) {
    found[path] = [...(found[path] ?? []), ownerId];
  }
  return found;
}

test("every setting that holds a secret may refer to one, at the root and in an account", () => {
  expect(secretTargetRegistryEntries.map(({ pathPattern }) => pathPattern).toSorted()).toEqual(
    ["botToken", "proxy", "webhookSecret"]
      .flatMap((name) => [`channels.zalo.accounts.*.${name}`, `channels.zalo.${name}`])
      .toSorted(),
  );
});

test("one bot's references are resolved for it", () => {
  const zalo = {
    botToken: ref("TOKEN"),
    webhookUrl: "https://bot.tiemhoa.vn/zalo",
    webhookSecret: ref("SECRET"),
    proxy: ref("PROXY"),
  };
  expect(resolved(zalo)).toEqual({
    "channels.zalo.botToken": ["zalo:default"],
    "channels.zalo.webhookSecret": ["zalo:default"],
    "channels.zalo.proxy": ["zalo:default"],
  });
});

test("each of several bots is given its own, and what it takes from the root", () => {
  const zalo = {
    proxy: ref("PROXY"),
    accounts: { shop: { botToken: ref("SHOP") }, clinic: { botToken: ref("CLINIC") } },
  };
  expect(resolved(zalo)).toEqual({
    "channels.zalo.proxy": ["zalo:shop", "zalo:clinic"],
    "channels.zalo.accounts.shop.botToken": ["zalo:shop"],
    "channels.zalo.accounts.clinic.botToken": ["zalo:clinic"],
  });
});

test("a token at the root beside listed bots is that of the default one", () => {
  const zalo = {
    botToken: ref("ROOT"),
    accounts: { shop: { botToken: "1:own" }, clinic: { tokenFile: "/x" } },
  };
  expect(resolved(zalo)).toEqual({ "channels.zalo.botToken": ["zalo:default"] });
});

test.each<[string, ZaloConfig]>([
  ["a webhook's secret without a webhook", { botToken: "1:own", webhookSecret: ref("SECRET") }],
  [
    "the same where one bot has left the webhook of all",
    {
      webhookUrl: "https://bot.tiemhoa.vn/zalo",
      accounts: { shop: { botToken: "1:own", webhookUrl: "", webhookSecret: ref("SECRET") } },
    },
  ],
  ["everything of a bot that is off", { accounts: { shop: { enabled: false, botToken: ref("SHOP") } } }],
  ["everything of a channel that is off", { enabled: false, botToken: ref("TOKEN"), proxy: ref("PROXY") }],
])("a secret that nothing uses may be missing: %s", (_, zalo) => {
  expect(resolved(zalo)).toEqual({});
});
