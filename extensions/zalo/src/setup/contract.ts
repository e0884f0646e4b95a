import { defineChannelSetupContract } from "openclaw/plugin-sdk/channel-setup";
import { resolveAccount } from "../config/accounts.ts";
import { applySetup, CREDENTIALS, validateSetup } from "./apply.ts";
import { SETUP_FIELDS } from "./fields.ts";

/** How long Zalo may take to say whose token it is, in milliseconds. */
const CHECK_TIMEOUT_MS = 10_000;

/** `openclaw channels add --channel zalo`: checks the token with Zalo, then writes it. */
export const setupContract = defineChannelSetupContract({
  fields: SETUP_FIELDS,
  adapter: {
    validateInput: ({ accountId, input }) => validateSetup(accountId, input),
    prepareAccountConfigInput: async ({ cfg, accountId, input, runtime }) => {
      // Validation comes after this and says what is wrong; there is nobody to ask about a wrong input.
      if (validateSetup(accountId, input) !== null) return input;
      const { probeAccount } = await import("../status/probe.ts");
      const probe = await probeAccount(
        resolveAccount(applySetup(cfg, accountId, input), accountId),
        CHECK_TIMEOUT_MS,
      );
      if (probe.ok) runtime.log(`Zalo answers as "${probe.bot.username}".`);
      else if (probe.refused) throw new Error(probe.error);
      else runtime.log(`The token could not be checked now and is saved as it is. ${probe.error}`);
      return input;
    },
    applyAccountConfig: ({ cfg, accountId, input }) => applySetup(cfg, accountId, input),
    singleAccountKeysToMove: [...CREDENTIALS],
  },
});
