import { ChannelError } from "channel-kit/outcome/channel-error";
import { parseTarget } from "../ids.ts";

/** The chat id that a target names. Throws `misconfigured` for anything that cannot be one, such as a name. */
export function requireTarget(accountId: string, target: string): string {
  const chatId = parseTarget(target);
  if (chatId !== undefined) return chatId;
  throw new ChannelError("misconfigured", `Zalo account "${accountId}": "${target}" is not a Zalo id.`, {
    fix: 'Use the id as Zalo gives it, with or without "zalo:" before it: 20 hex characters for a person, "zgr-" and 20 for a group. It stands in the pairing message and in the log.',
  });
}
