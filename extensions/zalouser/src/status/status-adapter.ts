import type { ChannelPlugin, OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import type { ZalouserAccount } from "../config/accounts.ts";
import { statusIssues } from "./issues.ts";
import type { ZalouserProbe } from "./probe.ts";
import { accountSnapshot, type ZalouserSnapshot } from "./snapshot.ts";

type StatusAdapter = NonNullable<ChannelPlugin<ZalouserAccount, ZalouserProbe>["status"]>;

/** `openclaw channels status`. What it looks with is loaded when it looks. */
export const statusAdapter = (stateDir: () => string): StatusAdapter => ({
  probeAccount: async ({ account, timeoutMs }) =>
    await (await import("./probe.ts")).probeAccount(account.accountId, timeoutMs),
  buildAccountSnapshot: async ({ account, cfg, runtime, probe }) =>
    accountSnapshot(account, runtime as ZalouserSnapshot | undefined, {
      live: await (await import("./live.ts")).readLive(account, stateDir()),
      probe,
      sharedSession: await sharedSession(cfg, account),
    }),
  collectStatusIssues: (accounts) => statusIssues(accounts as ZalouserSnapshot[]),
});

/** What is wrong when several people may write to the account and share a session. */
export async function sharedSession(cfg: OpenClawConfig, { accountId, policy, enabled }: ZalouserAccount) {
  if (!enabled) return undefined;
  const { sharedSessionFinding } = await import("channel-kit/host/shared-session");
  return await sharedSessionFinding(cfg, "zalouser", accountId, policy);
}
