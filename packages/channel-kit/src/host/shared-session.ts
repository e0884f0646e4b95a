import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { readChannelAllowFromStore } from "openclaw/plugin-sdk/channel-pairing";
import type { PolicySettings } from "../policy/settings.ts";
import { severalMayWrite } from "../policy/several-writers.ts";

/** The gateway's own default of `session.dmScope`: one session for all direct chats of an agent. */
const SHARED_SCOPE = "main";

/** What is wrong when people share a session, in words for an operator. */
export interface SharedSessionFinding {
  message: string;
  fix: string;
}

/**
 * Says when several people may write to an account whose direct chats all share one session: then each may
 * learn from the agent what the others wrote, and they wait for each other. Undefined when that is not so.
 * An unreadable pairing store counts as empty.
 */
export async function sharedSessionFinding(
  cfg: OpenClawConfig,
  channelId: string,
  accountId: string,
  policy: PolicySettings,
): Promise<SharedSessionFinding | undefined> {
  if ((cfg.session?.dmScope ?? SHARED_SCOPE) !== SHARED_SCOPE) return undefined;
  const paired = await readChannelAllowFromStore(channelId, undefined, accountId).catch(() => []);
  if (!severalMayWrite(policy, paired)) return undefined;
  return {
    message: `Several people may write to account "${accountId}", and all direct chats share one session: each may learn what the others wrote, and they wait for each other.`,
    fix: 'Set session.dmScope to "per-channel-peer" (or "per-account-channel-peer" with several accounts).',
  };
}
