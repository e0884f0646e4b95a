import { groupAdapter } from "channel-kit/host/group-adapter";
import { resolveAccount } from "./config/accounts.ts";

/** What the gateway asks about a bot's groups. */
export const zaloGroups = groupAdapter((cfg, accountId) => resolveAccount(cfg, accountId).policy);
