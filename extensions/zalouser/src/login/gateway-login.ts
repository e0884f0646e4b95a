import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { resolveAccount } from "../config/accounts.ts";
import { liveAccounts } from "../process-state.ts";
import { openLoginTools } from "./login-tools.ts";
import { loginWords } from "./login-words.ts";
import { WebLogins, type WebLoginView } from "./web-login.ts";

/** The logins that pages have under way in this process. */
const logins = new WebLogins();

export interface WebLoginCall {
  cfg: OpenClawConfig;
  stateDir: string;
  accountId: string | undefined;
  timeoutMs: number | undefined;
}

/** `web.login.start`: shows a QR code, unless the account is connected and nobody insists on a new login. */
export async function startWebLogin(
  { cfg, stateDir, accountId, timeoutMs }: WebLoginCall,
  { isForced }: { isForced: boolean },
): Promise<WebLoginView> {
  const account = resolveAccount(cfg, accountId);
  if (account.problem !== undefined) throw account.problem;
  const words = loginWords();
  if (!isForced && liveAccounts.find(account.accountId) !== undefined) {
    return { connected: true, message: words.presentShort };
  }
  const { desk, store, name } = openLoginTools(account, stateDir);
  // What cannot be opened may not be replaced either, and that is better heard before a code is scanned.
  await store.read(name);
  return await logins.start(desk, { words, isForced, timeoutMs });
}

/** `web.login.wait`: what has become of it. */
export async function waitForWebLogin(
  { cfg, accountId, timeoutMs }: WebLoginCall,
  shown: { sessionKey: string | undefined; currentQrDataUrl: string | undefined },
): Promise<WebLoginView> {
  const account = resolveAccount(cfg, accountId);
  return await logins.wait(account.accountId, { words: loginWords(), timeoutMs, ...shown });
}

/** Whoever logs out does not want a login that is under way to succeed either. */
export const stopWebLogin = (accountId: string): void => logins.stop(accountId);
