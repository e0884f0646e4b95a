import { ChannelError } from "channel-kit/outcome/channel-error";
import type { ZalouserAccount } from "../config/accounts.ts";
import { openFileStore } from "../credentials/file-store.ts";

/**
 * Whether somebody is logged in, as far as it is written down here: Zalo is not asked. A login that cannot be read
 * counts: the account's start says what is wrong with it.
 */
export async function linkState(
  { accountId, profile, credentialsKey }: Pick<ZalouserAccount, "accountId" | "profile" | "credentialsKey">,
  stateDir: string,
): Promise<"linked" | "not-linked"> {
  try {
    const saved = await openFileStore({ stateDir, key: credentialsKey }).read({ accountId, profile });
    return saved === undefined ? "not-linked" : "linked";
  } catch (error) {
    if (error instanceof ChannelError) return "linked";
    throw error;
  }
}
