import type { Ledger } from "channel-kit/inbox/ledger";
import type { JsonObject, MessageRef, Thread, WireMessage } from "../session/port.ts";

const PREFIX = "message:";
/** How long a message can be named, and how many of them. */
const KEEP_MS = 30 * 24 * 60 * 60 * 1_000;
const KEEP_ENTRIES = 20_000;
/** As much of a text as a quote of it shows, in UTF-16 units. */
const LONGEST_TEXT = 500;
/** Content of another kind is kept whole up to this many characters of JSON, because a quote has to repeat it. */
const LONGEST_JSON = 4_000;

/** A message that was written or seen in a chat of the account. */
export interface KnownMessage {
  thread: Thread;
  /** Written by the account itself: by the agent, or by its owner on another device. */
  isOwn: boolean;
  message: Pick<
    WireMessage,
    "msgId" | "cliMsgId" | "msgType" | "uidFrom" | "idTo" | "dName" | "ts" | "content"
  > & { propertyExt?: JsonObject };
}

/**
 * The recent messages of one account, in and out, by Zalo's id for them (`msgId`). Zalo wants more than that id
 * from whoever quotes, reacts, or takes back: the sender's own name for the message, its kind, who wrote it and when.
 * People and agents name a message by its id alone; this finds the rest. On durable storage.
 *
 * Own messages come in by their echo on the socket, a moment after Zalo has accepted them.
 */
export class MessageBook {
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** Notes a message. Noting it again changes nothing that matters. */
  async note(thread: Thread, isOwn: boolean, message: WireMessage): Promise<void> {
    const { msgId, cliMsgId, msgType, uidFrom, idTo, dName, ts, content, propertyExt } = message;
    const known: KnownMessage = {
      thread: { kind: thread.kind, id: thread.id },
      isOwn,
      message: {
        msgId,
        cliMsgId,
        msgType,
        uidFrom,
        idTo,
        dName,
        ts,
        content: excerpt(content),
        ...(propertyExt === undefined ? {} : { propertyExt }),
      },
    };
    await this.#ledger.put(PREFIX + msgId, known);
  }

  /** The message that Zalo knows by this id; undefined when it is too old, or was never seen here. */
  async find(msgId: string): Promise<KnownMessage | undefined> {
    return (await this.#ledger.get(PREFIX + msgId))?.value as KnownMessage | undefined;
  }

  /** The two names of a message, for reactions and for taking back. */
  async ref(msgId: string): Promise<MessageRef | undefined> {
    const known = await this.find(msgId);
    return known && { messageId: known.message.msgId, clientMessageId: known.message.cliMsgId };
  }

  /** Forgets what is older than a month, and the oldest of too many. */
  async prune(): Promise<void> {
    await this.#ledger.prune({ prefix: PREFIX, olderThanMs: KEEP_MS, maxEntries: KEEP_ENTRIES });
  }
}

function excerpt(content: WireMessage["content"]): WireMessage["content"] {
  if (typeof content === "string") return content.slice(0, LONGEST_TEXT).toWellFormed();
  if (content === null || JSON.stringify(content).length <= LONGEST_JSON) return content;
  const { title } = content;
  return { title: typeof title === "string" ? title.slice(0, LONGEST_TEXT).toWellFormed() : "" };
}
