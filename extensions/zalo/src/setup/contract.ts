import { DEFAULT_ACCOUNT_ID } from "openclaw/plugin-sdk/account-core";
import { defineChannelSetupContract } from "openclaw/plugin-sdk/channel-setup";
import { resolveAccount } from "../config/accounts.ts";
import { applySetup, needsSecret, validateSetup } from "./apply.ts";
import { SETUP_FIELDS } from "./fields.ts";
import { makeSecret } from "./webhook-input.ts";
import { CREDENTIALS, WEBHOOK_SETTINGS, writeAccount } from "./write-account.ts";

/** How long Zalo may take to say whose token it is, in milliseconds. */
export const CHECK_TIMEOUT_MS = 10_000;

/**
 * When a second bot joins the first, these settings leave the root with the first one. Beside other bots only
 * a token at the root is one bot's own; what else stands there is meant for all of them.
 */
export const WHAT_MOVES = {
  singleAccountKeysToMove: [...CREDENTIALS, ...WEBHOOK_SETTINGS],
  namedAccountPromotionKeys: [...CREDENTIALS],
  resolveSingleAccountPromotionTarget: () => DEFAULT_ACCOUNT_ID,
};

/** `openclaw channels add --channel zalo`: checks the token with Zalo, then writes it. */
export const setupContract = defineChannelSetupContract({
  fields: SETUP_FIELDS,
  adapter: {
    validateInput: ({ cfg, accountId, input }) => validateSetup(cfg, accountId, input),
    prepareAccountConfigInput: async ({ cfg, accountId, input, runtime }) => {
      // Validation comes after this and says what is wrong; there is nobody to ask about a wrong input.
      if (validateSetup(cfg, accountId, input) !== null) return input;
      const { probeAccount } = await import("../status/probe.ts");
      const account = resolveAccount(applySetup(cfg, accountId, input), accountId);
      const probe = await probeAccount(account, CHECK_TIMEOUT_MS);
      if (probe.ok) runtime.log(`Zalo answers as "${probe.bot.username}".`);
      else if (probe.refused) throw new Error(probe.error);
      else runtime.log(`The token could not be checked now and is saved as it is. ${probe.error}`);
      return needsSecret(cfg, accountId, input) ? { ...input, webhookSecret: makeSecret() } : input;
    },
    applyAccountConfig: ({ cfg, accountId, input }) => applySetup(cfg, accountId, input),
    applyAccountName: ({ cfg, accountId, name }) =>
      name === undefined ? cfg : writeAccount(cfg, accountId, { name }),
    ...WHAT_MOVES,
  },
});
