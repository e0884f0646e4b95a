import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import type { ChannelSetupWizardAdapter } from "openclaw/plugin-sdk/setup";
import { resolveAccount, type ZalouserAccount } from "../config/accounts.ts";

/** Where a channel stands in the list that is offered: one that waits to be set up before one that is. */
const SCORE = { configured: 1, unconfigured: 10 };

/** Accounts that logged in inside the guided set-up, until the configuration has been written. */
const freshLogins = new Set<string>();

/**
 * The guided set-up of `openclaw onboard`, `configure` and `channels add`. What it asks is loaded when
 * somebody chooses Zalo.
 */
export const setupWizard: ChannelSetupWizardAdapter = {
  channel: "zalouser",
  getStatus: async ({ cfg, accountOverrides }) => {
    const configured = await hasLogin(resolveAccount(cfg, accountOverrides["zalouser"]));
    // The gateway translates these labels.
    const label = configured ? "configured" : "needs login";
    return {
      channel: "zalouser",
      configured,
      statusLines: [`Zalo Personal: ${label}`],
      selectionHint: label,
      quickstartScore: configured ? SCORE.configured : SCORE.unconfigured,
    };
  },
  configure: async (context) => {
    const [{ runWizard }, { ownSurroundings }] = await Promise.all([
      import("./run-wizard.ts"),
      import("./surroundings.ts"),
    ]);
    return await runWizard(
      context,
      ownSurroundings((accountId) => void freshLogins.add(accountId)),
    );
  },
  afterConfigWritten: async ({ cfg, accountId }) => {
    if (freshLogins.delete(accountId)) await restart(cfg, accountId);
  },
};

async function hasLogin(account: ZalouserAccount): Promise<boolean> {
  const [{ linkState }, { resolveStateDir }] = await Promise.all([
    import("../login/link-state.ts"),
    import("openclaw/plugin-sdk/state-paths"),
  ]);
  return (await linkState(account, resolveStateDir())) === "linked";
}

/** A gateway that runs already still waits for a login, or uses the one before. */
async function restart(cfg: OpenClawConfig, accountId: string): Promise<void> {
  if (cfg.gateway?.mode === "remote") return;
  const { startRunningAccount, stopRunningAccount } = await import("channel-kit/host/running-account");
  const account = { channel: "zalouser", accountId };
  if (await stopRunningAccount(account)) await startRunningAccount(account);
}
