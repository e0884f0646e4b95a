import { ChannelError } from "channel-kit/outcome/channel-error";
import { parseTarget } from "../ids.ts";
import type { Thread } from "../session/port.ts";

/** The chat that a target names. Throws `misconfigured` for anything that cannot be one, such as a name. */
export function requireTarget(accountId: string, target: string): Thread {
  const thread = parseTarget(target);
  if (thread !== undefined) return thread;
  throw new ChannelError("misconfigured", `Zalo account "${accountId}": "${target}" is not a Zalo id.`, {
    fix: 'Use the id as Zalo gives it: digits for a person, "group:" and digits for a group. "openclaw directory peers list --channel zalouser" and "openclaw directory groups list --channel zalouser" show them.',
  });
}
