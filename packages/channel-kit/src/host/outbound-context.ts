import type {
  ChannelMessageSendMediaContext,
  ChannelMessageSendPayloadContext,
  ChannelMessageSendTextContext,
} from "openclaw/plugin-sdk/channel-outbound";
import { platformMessageId } from "../answer/answer-record.ts";
import { OutgoingBook } from "../answer/outgoing-book.ts";
import type { Said } from "../answer/said.ts";
import { type LoadedMedia, loadMedia } from "./load-media.ts";
import type { Outbound } from "./outbound.ts";
import { saidInPayload } from "./said-in-payload.ts";
import { inboxFile, type SharedInboxes } from "./shared-inbox.ts";

const NEVER = new AbortController().signal;

/** Where something goes, and what the gateway wants asked before it does. */
export type Addressed = Pick<
  ChannelMessageSendTextContext,
  "cfg" | "to" | "accountId" | "onPlatformSendDispatch" | "assertDirectAdapterHandoff"
>;

/** What the gateway has in its hands when it wants something sent. */
export type OutboundContext =
  | ChannelMessageSendTextContext
  | ChannelMessageSendMediaContext
  | ChannelMessageSendPayloadContext;

/** A text of the gateway's. */
export const saidInText = (context: ChannelMessageSendTextContext): Said => ({
  text: context.text,
  media: [],
  ...quoteIn(context),
});

/** One picture, voice message or file with what is said about it. */
export function saidInMedia(context: ChannelMessageSendMediaContext): Said {
  const { text, mediaUrl, forceDocument } = context;
  const source = mediaUrl.trim();
  const media = source === "" ? [] : [{ source }];
  return { text, media, asFile: forceDocument ?? false, ...quoteIn(context) };
}

/** Several media at once, or what else the gateway has in a payload. */
export const saidInContext = (context: ChannelMessageSendPayloadContext): Said => ({
  ...quoteIn(context),
  ...saidInPayload(context.payload),
  asFile: context.forceDocument ?? false,
});

function quoteIn({ replyToId }: OutboundContext): Pick<Said, "replyTo"> {
  const id = replyToId?.trim() ?? "";
  return id === "" ? {} : { replyTo: platformMessageId(id) };
}

/** Reads a file that a context's media name, as far as the gateway lets it. */
export async function loadFor(
  context: OutboundContext | Addressed,
  source: string,
  mostBytes?: number,
): Promise<LoadedMedia> {
  return await loadMedia(source, "mediaUrl" in context || "payload" in context ? context : {}, mostBytes);
}

/** What the gateway says about one send beside its words. */
export function handling(
  context: OutboundContext | Addressed,
): Pick<Outbound, "delivery" | "signal" | "mayStillSend"> {
  const queued: Partial<OutboundContext> = context;
  return {
    ...(queued.deliveryQueueId === undefined
      ? {}
      : { delivery: { id: queued.deliveryQueueId, part: queued.deliveryPartIndex ?? 0 } }),
    signal: queued.signal ?? NEVER,
    mayStillSend: async () => {
      await queued.onPlatformSendDispatch?.();
      queued.assertDirectAdapterHandoff?.();
    },
  };
}

/** The book of an account's queued sends, while it is held. Throws `ChannelError("storage")`. */
export function openOutgoingBook(
  inboxes: SharedInboxes,
  stateDir: string,
  channelId: string,
  accountId: string,
): { book: OutgoingBook } & Disposable {
  const lease = inboxes.acquire(inboxFile(stateDir, channelId), channelId);
  return {
    book: new OutgoingBook(lease.inbox.ledger(accountId)),
    [Symbol.dispose]: () => lease[Symbol.dispose](),
  };
}
