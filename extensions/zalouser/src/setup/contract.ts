import { DEFAULT_ACCOUNT_ID } from "openclaw/plugin-sdk/account-core";
import { defineChannelSetupContract } from "openclaw/plugin-sdk/channel-setup";
import { accountArgument } from "../login/account-argument.ts";
import { applySetup, validateSetup } from "./apply.ts";
import { SETUP_FIELDS } from "./fields.ts";
import { OWN_SETTINGS, writeAccount } from "./write-account.ts";

/** When a second account joins the first, these settings leave the root with the first one. */
export const WHAT_MOVES = {
  singleAccountKeysToMove: [...OWN_SETTINGS],
  namedAccountPromotionKeys: [...OWN_SETTINGS],
  resolveSingleAccountPromotionTarget: () => DEFAULT_ACCOUNT_ID,
};

/** `openclaw channels add --channel zalouser`: writes the account; logging in is another command. */
export const setupContract = defineChannelSetupContract({
  fields: SETUP_FIELDS,
  adapter: {
    validateInput: ({ cfg, accountId, input }) => validateSetup(cfg, accountId, input),
    applyAccountConfig: ({ cfg, accountId, input }) => applySetup(cfg, accountId, input),
    applyAccountName: ({ cfg, accountId, name }) =>
      name === undefined ? cfg : writeAccount(cfg, accountId, { name }),
    afterAccountConfigWritten: ({ accountId, runtime }) => {
      runtime.log(
        `This is not an official interface: Zalo may lock an account that is used this way. Log in with: openclaw channels login --channel zalouser${accountArgument(accountId)}`,
      );
    },
    ...WHAT_MOVES,
  },
});
