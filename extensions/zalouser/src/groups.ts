import { groupAdapter } from "channel-kit/host/group-adapter";
import { resolveAccount } from "./config/accounts.ts";
import { parseTarget } from "./ids.ts";
import { withKnownNames } from "./names/pins-in-force.ts";

/** What the gateway asks about an account's groups; a group that is listed by name is known once it was resolved. */
export const zalouserGroups = groupAdapter(
  (cfg, accountId) => {
    const account = resolveAccount(cfg, accountId);
    return withKnownNames(account.accountId, account.policy);
  },
  (groupId) => parseTarget(groupId)?.id ?? groupId,
);
