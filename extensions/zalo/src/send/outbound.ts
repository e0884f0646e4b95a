import { OutgoingBook } from "channel-kit/answer/outgoing-book";
import type { Said } from "channel-kit/answer/said";
import { openLog } from "channel-kit/host/channel-log";
import { loadMedia } from "channel-kit/host/load-media";
import { type Composed, reconcileOutbound, sendOutbound } from "channel-kit/host/outbound";
import { saidInPayload } from "channel-kit/host/said-in-payload";
import { inboxFile } from "channel-kit/host/shared-inbox";
import { APPROVED_TEXT } from "channel-kit/pairing/challenge-text";
import { systemClock } from "channel-kit/time/clock";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import type {
  ChannelMessageSendMediaContext,
  ChannelMessageSendPayloadContext,
  ChannelMessageSendResult,
  ChannelMessageSendTextContext,
  ChannelMessageUnknownSendContext,
  ChannelMessageUnknownSendReconciliationResult,
} from "openclaw/plugin-sdk/channel-outbound";
import { resolveAccount, type ZaloAccount } from "../config/accounts.ts";
import { isGroupId } from "../ids.ts";
import { inboxes, refusedFormat } from "../process-state.ts";
import { getZaloRuntime } from "../runtime.ts";
import { compose } from "./compose.ts";
import { composing } from "./composing.ts";
import { connect } from "./connect.ts";
import { sendPiece } from "./send-piece.ts";
import { requireTarget } from "./target.ts";
import { formatText } from "./text.ts";

const NEVER = new AbortController().signal;

/** Where something goes, and what the gateway wants asked before it does. */
type Addressed = Pick<
  ChannelMessageSendTextContext,
  "cfg" | "to" | "accountId" | "onPlatformSendDispatch" | "assertDirectAdapterHandoff"
>;

type Context =
  | ChannelMessageSendTextContext
  | ChannelMessageSendMediaContext
  | ChannelMessageSendPayloadContext;

/** Sends one text of the gateway's: cut where Zalo needs it, in order, with the outcome told truly. */
export async function sendText(context: ChannelMessageSendTextContext): Promise<ChannelMessageSendResult> {
  return await send(context, { text: context.text, media: [] });
}

/** Sends one picture, voice message or file with what is said about it. */
export async function sendMedia(context: ChannelMessageSendMediaContext): Promise<ChannelMessageSendResult> {
  const { text, mediaUrl, forceDocument } = context;
  const media = mediaUrl.trim() === "" ? [] : [{ source: mediaUrl.trim() }];
  return await send(context, { text, media, asFile: forceDocument ?? false });
}

/** Sends several media at once, or what else the gateway has in a payload. */
export async function sendPayload(
  context: ChannelMessageSendPayloadContext,
): Promise<ChannelMessageSendResult> {
  return await send(context, { ...saidInPayload(context.payload), asFile: context.forceDocument ?? false });
}

/** Sends stickers by their ids on stickers.zaloapp.com, in order, after what is said about them. */
export async function sendStickers(
  context: Addressed,
  ids: readonly string[],
  text: string,
): Promise<ChannelMessageSendResult> {
  return await deliver(context, async ({ format }) => ({
    messages: [
      ...formatText(text, format),
      ...ids.map((id) => ({ text: "", media: { kind: "sticker", id } }) as const),
    ],
  }));
}

async function send(context: Context, said: Said): Promise<ChannelMessageSendResult> {
  return await deliver(context, async (account, chatId) =>
    compose(said, {
      ...composing(account, isGroupId(chatId)),
      // Whoever sends is told by an error; the reader has not asked for anything.
      apologise: false,
      load: (source) => loadMedia(source, "mediaUrl" in context || "payload" in context ? context : {}),
    }),
  );
}

async function deliver(
  context: Context | Addressed,
  compose: (account: ZaloAccount, chatId: string) => Promise<Composed>,
): Promise<ChannelMessageSendResult> {
  const account = resolveAccount(context.cfg, context.accountId);
  const chatId = requireTarget(account.accountId, context.to);
  await using connection = await connect(account);
  using store = openBook(account.accountId);
  const log = openLog(getZaloRuntime(), "zalo");
  const sender = {
    api: connection.api,
    accountId: account.accountId,
    refusedFormat,
    warn: (message: string) => log.warn(message),
  };
  const queued: Partial<Context> = context;
  return await sendOutbound({
    channelId: "zalo",
    chatId,
    compose: async () => {
      const composed = await compose(account, chatId);
      if (composed.missing !== undefined) log.warn(composed.missing.message);
      return composed;
    },
    ...(queued.deliveryQueueId === undefined
      ? {}
      : { delivery: { id: queued.deliveryQueueId, part: queued.deliveryPartIndex ?? 0 } }),
    book: store.book,
    unknownSends: account.unknownSends,
    clock: systemClock,
    signal: queued.signal ?? NEVER,
    mayStillSend: async () => {
      await queued.onPlatformSendDispatch?.();
      queued.assertDirectAdapterHandoff?.();
    },
    send: (piece, signal) => sendPiece(sender, chatId, piece, signal),
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
  return await reconcileOutbound("zalo", store.book, context);
}

function openBook(accountId: string): { book: OutgoingBook } & Disposable {
  const lease = inboxes.acquire(inboxFile(getZaloRuntime().state.resolveStateDir(), "zalo"), "zalo");
  return {
    book: new OutgoingBook(lease.inbox.ledger(accountId)),
    [Symbol.dispose]: () => lease[Symbol.dispose](),
  };
}
