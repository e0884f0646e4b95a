import type { ResolverContext } from "openclaw/plugin-sdk/channel-secret-basic-runtime";
import { expect, test } from "vitest";
import { collectRuntimeConfigAssignments, secretTargetRegistryEntries } from "../../secret-contract-api.ts";
import type { ZalouserConfig } from "./schema.ts";

const ref = (id: string) => ({ source: "env" as const, provider: "default", id });

/** Which references the gateway resolves for these settings. */
function resolved(zalouser: ZalouserConfig): string[] {
  const config = { channels: { zalouser: structuredClone(zalouser) as Record<string, unknown> } };
  const context = {
    sourceConfig: config,
    env: {},
    cache: {},
    warnings: [],
    warningKeys: new Set(),
    assignments: [],
  } as unknown as ResolverContext;
  collectRuntimeConfigAssignments({ config, context });
  return [...new Set(context.assignments.map(({ path }) => path))].toSorted();
}

test("a proxy may refer to a secret, at the root and in an account", () => {
  expect(secretTargetRegistryEntries.map(({ pathPattern }) => pathPattern).toSorted()).toEqual([
    "channels.zalouser.accounts.*.proxy",
    "channels.zalouser.proxy",
  ]);
});

test.each<[string, ZalouserConfig, string[]]>([
  ["the only account's", { proxy: ref("PROXY") }, ["channels.zalouser.proxy"]],
  [
    "one account's own",
    { accounts: { shop: { proxy: ref("SHOP") }, clinic: {} } },
    ["channels.zalouser.accounts.shop.proxy"],
  ],
  [
    "the root's, for whoever has none",
    { proxy: ref("PROXY"), accounts: { shop: { proxy: ref("SHOP") }, clinic: {} } },
    ["channels.zalouser.accounts.shop.proxy", "channels.zalouser.proxy"],
  ],
  ["none of an account that is off", { accounts: { shop: { enabled: false, proxy: ref("SHOP") } } }, []],
  [
    "none of a root that nobody takes it from",
    { proxy: ref("P"), accounts: { shop: { proxy: "http://10.0.0.1:8080" } } },
    [],
  ],
])("%s is resolved", (_, zalouser, paths) => {
  expect(resolved(zalouser)).toEqual(paths);
});
