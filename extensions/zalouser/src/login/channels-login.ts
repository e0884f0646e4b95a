import { ChannelError } from "channel-kit/outcome/channel-error";
import type { ZalouserAccount } from "../config/accounts.ts";
import type { Credentials } from "../session/port.ts";
import { accountArgument } from "./account-argument.ts";
import type { LoginTools } from "./login-tools.ts";
import { qrLogin } from "./qr-login.ts";
import { QrPicture } from "./qr-picture.ts";
import { type Screen, showLogin } from "./terminal-login.ts";
import type { Words } from "./words-en.ts";

/** How long Zalo may take to say whether it still knows a saved login, in milliseconds. */
const CHECK_LIMIT_MS = 20_000;

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
  if (saved !== undefined && !(await mayReplace(saved.credentials, account, tools, terminal, signal))) {
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
  present: Credentials,
  { accountId }: ZalouserAccount,
  { zalo, options }: LoginTools,
  { screen, words, confirm }: Terminal,
  signal: AbortSignal,
): Promise<boolean> {
  const say = (line: string) => screen.write(`${line}\n`);
  try {
    await using session = await zalo.resume(
      present,
      options,
      AbortSignal.any([signal, AbortSignal.timeout(CHECK_LIMIT_MS)]),
    );
    say(words.present((await session.ownProfile(signal)).name));
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
