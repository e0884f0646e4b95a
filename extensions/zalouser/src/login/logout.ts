import type { ZalouserAccount } from "../config/accounts.ts";
import { openFileStore } from "../credentials/file-store.ts";
import { stopWebLogin } from "./gateway-login.ts";
import { loginWords } from "./login-words.ts";

export interface LogoutResult {
  /** False when nobody was logged in. */
  cleared: boolean;
  loggedOut: true;
  /** What happened, and what is left to do on the phone. */
  message: string;
  [key: string]: unknown;
}

/**
 * Forgets the account's login, even one that cannot be read, so that nothing can save it again. Zalo offers no way to
 * end a web session from here (zca-js 2.2.0 has none), so the owner is told where to end it on the phone.
 */
export async function logOut(
  account: Pick<ZalouserAccount, "accountId" | "profile" | "credentialsKey">,
  stateDir: string,
): Promise<LogoutResult> {
  const { accountId, profile, credentialsKey } = account;
  stopWebLogin(accountId);
  const words = loginWords();
  const cleared = await openFileStore({ stateDir, key: credentialsKey }).revoke({ accountId, profile });
  const message = cleared ? `${words.loggedOut} ${words.endOnPhone}` : words.noneSaved;
  return { cleared, loggedOut: true, message };
}
