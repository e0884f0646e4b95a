import { ChannelError } from "channel-kit/outcome/channel-error";
import { type BotIdentity, botName } from "../bot-api/wire.ts";
import type { ZaloAccount } from "../config/accounts.ts";
import { connect } from "../send/connect.ts";
import type { BotFacts } from "./account-status.ts";

/** What one question to the live API told about an account. */
export type ZaloProbe =
  | { ok: true; bot: BotFacts }
  /** `refused`: Zalo itself says no to this token; otherwise it could not be asked. */
  | { ok: false; error: string; refused: boolean };

/** Asks the API who the token belongs to. Never throws: what is wrong is the answer. */
export async function probeAccount(account: ZaloAccount, timeoutMs: number): Promise<ZaloProbe> {
  try {
    await using connection = await connect(account);
    const me = await connection.api.getMe(new AbortController().signal, timeoutMs);
    return { ok: true, bot: botFacts(me) };
  } catch (error) {
    const refused = error instanceof ChannelError && error.code === "unauthorized";
    return { ok: false, error: error instanceof Error ? error.message : String(error), refused };
  }
}

/** What is told of a bot; Zalo leaves out `can_join_groups` where a bot may not. */
export const botFacts = (me: BotIdentity): BotFacts => ({
  id: me.id,
  username: botName(me),
  canJoinGroups: me.can_join_groups ?? false,
});
