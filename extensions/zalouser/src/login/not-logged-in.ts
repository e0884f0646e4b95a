import { ChannelError } from "channel-kit/outcome/channel-error";

/** What is said of an account without a saved login, wherever one is needed. */
export const notLoggedIn = (accountId: string): ChannelError =>
  new ChannelError("misconfigured", `Zalo account "${accountId}" is not logged in.`, {
    fix: `Run: openclaw channels login --channel zalouser --account ${accountId}`,
  });
