import { ok } from "../answers.ts";
import type { Method } from "../method-call.ts";

export const getMe: Method = ({ account: { bot } }) => ({
  answer: ok({
    id: bot.id,
    account_name: bot.accountName,
    account_type: "BASIC",
    can_join_groups: bot.switches.canJoinGroups,
    display_name: bot.name,
  }),
});
