import type { ZaloAccount } from "../config/accounts.ts";
import type { ComposeOptions } from "./compose.ts";
import { hostedFiles } from "./hosted-files.ts";

/** What an account's settings say about how messages are composed, for a direct chat or a group. */
export function composing(
  account: ZaloAccount,
  toGroup: boolean,
): Omit<ComposeOptions, "apologise" | "load"> {
  const { accountId, settingsPath, language, format, publicBase } = account;
  const { url, problem } = publicBase;
  return {
    accountId,
    settingsPath,
    language,
    format,
    toGroup,
    media: hostedFiles(),
    ...(url === undefined ? {} : { publicUrl: url }),
    ...(problem === undefined ? {} : { publicUrlProblem: problem }),
  };
}
