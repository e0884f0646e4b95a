import { ChannelError } from "channel-kit/outcome/channel-error";
import type { ChannelOutboundAdapter } from "openclaw/plugin-sdk/channel-contract";
import { resolveAccount } from "../config/accounts.ts";
import { deliver } from "./outbound.ts";
import { requireTarget } from "./target.ts";

type SendPoll = NonNullable<ChannelOutboundAdapter["sendPoll"]>;
type PollContext = Parameters<SendPoll>[0];

const HOUR_MS = 60 * 60 * 1_000;

/** Makes a poll in a group; Zalo has none in direct chats. */
export async function sendPoll(context: PollContext): Promise<Awaited<ReturnType<SendPoll>>> {
  const { cfg, to, poll } = context;
  const { accountId } = resolveAccount(cfg, context.accountId ?? null);
  const { kind, id } = requireTarget(accountId, to);
  if (kind !== "group") {
    throw new ChannelError(
      "rejected",
      `Zalo account "${accountId}": polls are for groups, and ${id} is a person.`,
      {
        fix: 'Name a group as the target, such as "group:" and its id.',
      },
    );
  }
  const lastsMs = (poll.durationSeconds ?? 0) * 1_000 + (poll.durationHours ?? 0) * HOUR_MS;
  const wanted = {
    question: poll.question,
    options: poll.options,
    allowsSeveral: (poll.maxSelections ?? 1) > 1,
    isAnonymous: context.isAnonymous ?? false,
    ...(lastsMs > 0 ? { endsAt: Date.now() + lastsMs } : {}),
  };
  const { receipt } = await deliver(
    { ...context, accountId },
    {
      compose: async () => ({ messages: [poll.question] }),
      sendInstead: (live, thread, signal) => live.session.createPoll(thread.id, wanted, signal),
    },
  );
  // Zalo tells the poll's own id, by which no message can be taken back or answered.
  return { messageId: "", pollId: receipt.primaryPlatformMessageId ?? "" };
}
