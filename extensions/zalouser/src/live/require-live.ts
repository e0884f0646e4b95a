import { ChannelError } from "channel-kit/outcome/channel-error";
import type { LiveAccount, LiveAccounts } from "./live-accounts.ts";

/**
 * The account as it runs in this process. Throws `unreachable` when it does not: what waits in the gateway's queue is
 * tried again, for the account may be about to connect.
 */
export function requireLive(accounts: LiveAccounts, accountId: string): LiveAccount {
  const live = accounts.find(accountId);
  if (live !== undefined) return live;
  throw new ChannelError("unreachable", `Zalo account "${accountId}" is not logged in in this process.`, {
    fix: 'Only the running gateway holds its session. "openclaw channels status --channel zalouser" shows what it waits for; when it is logged out: openclaw channels login --channel zalouser.',
  });
}
