import { ChannelError } from "channel-kit/outcome/channel-error";
import type { LibraryMessage, LibraryQuote, LibraryReceipt, LibrarySource, ThreadType } from "./library.ts";
import { isObject, readPlainJson, textOf } from "./plain-json.ts";
import type { OutgoingFile, OutgoingText, Thread, WireMessage } from "./port.ts";

export const typeOf = ({ kind }: Thread): ThreadType => (kind === "group" ? 1 : 0);

export function toLibraryMessage({ text, styles, mentions, quote }: OutgoingText): LibraryMessage {
  const quoted = quote === undefined ? undefined : toLibraryQuote(quote);
  return {
    msg: text,
    ...(styles.length === 0
      ? {}
      : { styles: styles.map(({ start, length, style }) => ({ start, len: length, st: style })) }),
    ...(mentions.length === 0
      ? {}
      : {
          mentions: mentions.map(({ start, length, userId }) => ({ pos: start, len: length, uid: userId })),
        }),
    ...(quoted === undefined ? {} : { quote: quoted }),
  };
}

/**
 * A message as the library quotes it, or undefined for the kinds it refuses or stumbles over: an answer without its
 * quote is better than none.
 */
function toLibraryQuote(message: WireMessage): LibraryQuote | undefined {
  const { content, msgType, propertyExt, uidFrom, msgId, cliMsgId, ts, ttl } = message;
  if (content === null || msgType === "group.poll") return undefined;
  if (typeof content !== "string" && msgType === "webchat") return undefined;
  if (msgType === "chat.todo" && !isQuotableTodo(content)) return undefined;
  return { content, msgType, propertyExt, uidFrom, msgId, cliMsgId, ts, ttl: Number(ttl ?? 0) || 0 };
}

function isQuotableTodo(content: unknown): boolean {
  if (!isObject(content) || typeof content["params"] !== "string") return true;
  try {
    const params = readPlainJson(content["params"]);
    return isObject(params) && isObject(params["item"]);
  } catch {
    return false;
  }
}

/** Endings that the library tells apart only when they are written in small letters (O10). */
const TOLD_APART = /\.(?:jpe?g|png|webp|gif|mp4)$/i;

export function toLibrarySource(
  accountId: string,
  { bytes, name }: OutgoingFile,
  size?: { width: number; height: number },
): LibrarySource {
  // The library uploads nothing of an empty file and calls that a success (O9).
  if (bytes.byteLength === 0) {
    throw new ChannelError("rejected", `Zalo account "${accountId}": an empty file cannot be sent.`);
  }
  const filename = name.replace(TOLD_APART, (ending) => ending.toLowerCase());
  return {
    data: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    // A name without an ending is taken as it is.
    filename: filename as `${string}.${string}`,
    metadata: { totalSize: bytes.byteLength, ...size },
  };
}

/** The library turns the last four but one into 0, and would turn what is missing into -1. */
export const toLibraryReceipt = ({
  msgId,
  cliMsgId,
  uidFrom,
  idTo,
  msgType,
  ts,
}: WireMessage): LibraryReceipt => ({
  msgId,
  cliMsgId,
  uidFrom,
  idTo,
  msgType,
  st: 0,
  at: 0,
  cmd: 0,
  ts,
});

/** The id of what was sent, wherever in the answer it stands. Throws when there is none. */
export function messageIdIn(answer: unknown): string {
  const found = isObject(answer)
    ? (textOf(answer["msgId"]) ?? idOf(answer["message"]) ?? idOf(asList(answer["attachment"]).at(-1)))
    : undefined;
  if (found === undefined || found === "") throw new Error("no message id");
  return found;
}

const idOf = (value: unknown): string | undefined => (isObject(value) ? textOf(value["msgId"]) : undefined);
const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
