import type { ChannelSetupWizardAdapter } from "openclaw/plugin-sdk/setup";
import { resolveAccount } from "../config/accounts.ts";

/** Where a channel stands in the list that is offered: one that waits to be set up before one that is. */
const SCORE = { configured: 1, unconfigured: 10 };

/**
 * The guided set-up of `openclaw onboard`, `configure` and `channels add`. What it asks is loaded when
 * somebody chooses Zalo.
 */
export const setupWizard: ChannelSetupWizardAdapter = {
  channel: "zalo",
  getStatus: async ({ cfg, accountOverrides }) => {
    const configured = resolveAccount(cfg, accountOverrides["zalo"]).token.status !== "missing";
    // The gateway translates these labels.
    const label = configured ? "configured" : "needs token";
    return {
      channel: "zalo",
      configured,
      statusLines: [`Zalo: ${label}`],
      selectionHint: label,
      quickstartScore: configured ? SCORE.configured : SCORE.unconfigured,
    };
  },
  configure: async (context) => (await import("./run-wizard.ts")).runWizard(context),
};
