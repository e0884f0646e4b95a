import { OutgoingBook } from "channel-kit/answer/outgoing-book";
import { reconcileOutboundText, sendOutboundText } from "channel-kit/host/outbound";
import { inboxFile } from "channel-kit/host/shared-inbox";
import { APPROVED_TEXT } from "channel-kit/pairing/challenge-text";
import { systemClock } from "channel-kit/time/clock";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import type {
  ChannelMessageSendResult,
  ChannelMessageSendTextContext,
  ChannelMessageUnknownSendContext,
  ChannelMessageUnknownSendReconciliationResult,
} from "openclaw/plugin-sdk/channel-outbound";
import { resolveAccount } from "../config/accounts.ts";
import { openLog } from "../log.ts";
import { inboxes, refusedFormat } from "../process-state.ts";
import { getZaloRuntime } from "../runtime.ts";
import { connect } from "./connect.ts";
import { sendMessage } from "./send-message.ts";
import { requireTarget } from "./target.ts";
import { formatText } from "./text.ts";

const NEVER = new AbortController().signal;

/** Sends one text of the gateway's: cut where Zalo needs it, in order, with the outcome told truly. */
export async function sendText(context: ChannelMessageSendTextContext): Promise<ChannelMessageSendResult> {
  const account = resolveAccount(context.cfg, context.accountId);
  const chatId = requireTarget(account.accountId, context.to);
  await using connection = await connect(account);
  using store = openBook(account.accountId);
  const log = openLog(getZaloRuntime());
  const sender = {
    api: connection.api,
    accountId: account.accountId,
    refusedFormat,
    warn: (message: string) => log.warn(message),
  };
  await context.onPlatformSendDispatch?.();
  context.assertDirectAdapterHandoff?.();
  return await sendOutboundText({
    channelId: "zalo",
    chatId,
    texts: formatText(context.text, account.format),
    ...(context.deliveryQueueId === undefined
      ? {}
      : { delivery: { id: context.deliveryQueueId, part: context.deliveryPartIndex ?? 0 } }),
    book: store.book,
    unknownSends: account.unknownSends,
    clock: systemClock,
    signal: context.signal ?? NEVER,
    send: (piece, signal) => sendMessage(sender, chatId, piece, signal),
  });
}

/** Tells somebody that they have been approved. Throws when it certainly was not sent. */
export async function sendApproval(
  cfg: OpenClawConfig,
  accountId: string | undefined,
  id: string,
): Promise<void> {
  const account = resolveAccount(cfg, accountId);
  await using connection = await connect(account);
  const chatId = requireTarget(account.accountId, id);
  const delivery = await connection.api.sendText(chatId, APPROVED_TEXT, NEVER);
  if (delivery.kind === "not-sent") throw delivery.error;
}

/** What became of a queued send that a dead process had begun. */
export async function reconcileUnknownSend(
  context: ChannelMessageUnknownSendContext<OpenClawConfig>,
): Promise<ChannelMessageUnknownSendReconciliationResult> {
  const { accountId } = resolveAccount(context.cfg, context.accountId);
  using store = openBook(accountId);
  return await reconcileOutboundText("zalo", store.book, context);
}

function openBook(accountId: string): { book: OutgoingBook } & Disposable {
  const lease = inboxes.acquire(inboxFile(getZaloRuntime().state.resolveStateDir(), "zalo"), "zalo");
  return {
    book: new OutgoingBook(lease.inbox.ledger(accountId)),
    [Symbol.dispose]: () => lease[Symbol.dispose](),
  };
}
