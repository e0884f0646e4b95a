import { ChannelError } from "channel-kit/outcome/channel-error";
import type { ZalouserAccount } from "../config/accounts.ts";
import type { SavedLogin } from "../credentials/credential-store.ts";
import { accountArgument } from "./account-argument.ts";
import { checkSaved } from "./check-saved.ts";
import type { LoginTools } from "./login-tools.ts";
import { qrLogin } from "./qr-login.ts";
import { QrPicture } from "./qr-picture.ts";
import { type Screen, showLogin } from "./terminal-login.ts";
import type { Words } from "./words-en.ts";

/** Where a login in a terminal takes place. */
export interface Terminal {
  screen: Screen;
  words: Words;
  /** Where the operator wants the code as a picture, too, and by which variable they say so. */
  picture: { path: string | undefined; variable: string };
  /** Asks the operator; absent when nobody sits there. */
  confirm?(question: string): Promise<boolean>;
}

/**
 * `openclaw channels login`: shows QR codes until one was confirmed. Throws when that did not happen. Somebody whose
 * login still works is asked first; where nobody can be asked it stays as it is. True when a new login was saved.
 */
export async function logInAtTerminal(
  account: ZalouserAccount,
  tools: LoginTools,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<boolean> {
  const { screen, words, picture } = terminal;
  const saved = await tools.store.read(tools.name);
  if (saved !== undefined && !(await mayReplace(saved, account, tools, terminal, signal))) {
    screen.write(`${words.kept}\n`);
    return false;
  }
  await using file = picture.path === undefined ? undefined : new QrPicture(picture.path);
  await showLogin(qrLogin(tools.desk, signal), {
    screen,
    words,
    command: `openclaw channels login --channel zalouser${accountArgument(account.accountId)}`,
    pictureVariable: picture.variable,
    ...(file === undefined ? {} : { picture: file }),
  });
  return true;
}

async function mayReplace(
  saved: SavedLogin,
  { accountId }: ZalouserAccount,
  tools: LoginTools,
  { screen, words, confirm }: Terminal,
  signal: AbortSignal,
): Promise<boolean> {
  const say = (line: string) => screen.write(`${line}\n`);
  // Zalo may take its time, which without a word looks as if the command hung.
  say(words.presentAsking);
  try {
    const own = await checkSaved(tools, saved, (session, limit) => session.ownProfile(limit), signal);
    say(words.present(own.name || words.nobody));
  } catch (error) {
    if (signal.aborted || !(error instanceof ChannelError)) throw error;
    if (error.code === "unauthorized") {
      say(words.presentExpired);
      return true;
    }
    say(words.presentUnchecked(error.message));
  }
  if (confirm !== undefined) return await confirm(words.loginAnyway);
  say(words.toReplace(`openclaw channels logout --channel zalouser${accountArgument(accountId)}`));
  return false;
}
