import { BoundedMap } from "./bounded.ts";
import { type Author, Conversation, type PersonalMessage, type Quote } from "./conversation.ts";
import type { Group } from "./group.ts";
import type { Journal } from "./journal.ts";
import { MessageNumbers } from "./message-numbers.ts";
import type { Person } from "./person.ts";
import { type PersonalContent, wordsIn } from "./personal-content.ts";
import { pickedMentions } from "./picked-mentions.ts";
import { WorldError } from "./world-error.ts";

/** Messages that can still be quoted; older ones are forgotten. */
const MESSAGES_KEPT = 50_000;

/** How somebody writes, apart from what. */
export interface WriteOptions {
  /** The message this one answers: its `msgId`. */
  quote?: string | undefined;
  /** Picked in a group: each `@Name` of these, and `@All` for "all", in the text is a mention. */
  mentions?: readonly (Author | "all")[] | undefined;
  /** Milliseconds after which phones forget the message. Default 0: never. */
  ttl?: number | undefined;
}

/** What comes to a message only after it was sent. */
type Later = "reactions" | "recalled" | "deliveredTo" | "seenBy" | "hiddenFor";

/** A message before it has its number. */
export type Draft = Omit<PersonalMessage, "msgId" | "cliMsgId" | "at" | Later> & {
  cliMsgId?: string | undefined;
};

/** A message as its keeper holds it: what comes later can be written. */
type Kept = Omit<PersonalMessage, Later> & { -readonly [K in Later]: PersonalMessage[K] };

/** What people write to each other, directly and in groups, and who is told of it. */
export class Correspondence {
  readonly #journal: Journal;
  readonly #closed: AbortSignal;
  readonly #direct = new Map<string, Conversation>();
  readonly #messages = new BoundedMap<string, Kept>(MESSAGES_KEPT);
  readonly #listeners: ((message: PersonalMessage) => void)[] = [];
  readonly #numbers = new MessageNumbers();

  constructor(journal: Journal, closed: AbortSignal) {
    this.#journal = journal;
    this.#closed = closed;
  }

  /** The conversation of two people, empty until one of them writes. */
  between(one: Author, other: Author): Conversation {
    const id = [one.uid, other.uid].toSorted().join("-");
    const known = this.#direct.get(id);
    if (known !== undefined) return known;
    const members = one.uid === other.uid ? [one] : [one, other];
    const title = `The conversation of ${one.name} and ${other.name}`;
    const made = new Conversation({
      kind: "direct",
      id,
      title,
      members: () => members,
      closed: this.#closed,
    });
    this.#direct.set(id, made);
    return made;
  }

  /** The direct conversations of a person, in no order. */
  directOf({ uid }: Author): readonly Conversation[] {
    return [...this.#direct.values()].filter(({ members }) => members.some((member) => member.uid === uid));
  }

  /** A message by its `msgId`, while it is remembered. */
  message(msgId: string): PersonalMessage | undefined {
    return this.#messages.get(msgId);
  }

  /** A number as the next message gets one. */
  nextNumber(): string {
    return this.#numbers.next();
  }

  /** Calls the listener with every message from now on. */
  onMessage(listener: (message: PersonalMessage) => void): void {
    this.#listeners.push(listener);
  }

  /** A message with mentions and quote as its writer chose them. */
  draft(from: Author, conversation: Conversation, content: PersonalContent, options: WriteOptions): Draft {
    const mentions = pickedMentions(wordsIn(content), options.mentions ?? []);
    const quote = options.quote === undefined ? {} : { quote: this.#quoted(options.quote) };
    return { from, conversation, content, mentions, ...quote, ttl: options.ttl ?? 0 };
  }

  /** Numbers a message, remembers it and tells everybody who listens; `numbered` is told before all others. */
  add(draft: Draft, numbered: (message: PersonalMessage) => void = () => undefined): PersonalMessage {
    const message = this.#numbered(draft);
    numbered(message);
    const { from } = message;
    this.#messages.set(message.msgId, message);
    const { conversation, content } = message;
    this.#journal.add({
      kind: "chat-message",
      msgId: message.msgId,
      fromUid: from.uid,
      toKind: conversation.kind,
      toId: conversation.peerOf(from.uid)?.uid ?? conversation.id,
      content: content.kind,
      text: wordsIn(content),
    });
    conversation.append(message);
    for (const listener of this.#listeners) listener(message);
    return message;
  }

  /** Tells everybody of something that travels as a message and is none: nobody reads it in a chat. */
  announce(draft: Draft): void {
    const message = this.#numbered(draft);
    for (const listener of this.#listeners) listener(message);
  }

  /** Changes what comes to a message after it was sent, and has everybody who waits look at it. */
  amend(message: PersonalMessage, change: Partial<Pick<PersonalMessage, Later>>): void {
    const kept = this.#messages.get(message.msgId);
    if (kept === undefined) return;
    Object.assign(kept, change);
    kept.conversation.changed();
  }

  #numbered({ cliMsgId, from, ...draft }: Draft): Kept {
    const at = Date.now();
    return {
      ...draft,
      from: { uid: from.uid, name: from.name },
      msgId: this.#numbers.next(),
      cliMsgId: cliMsgId ?? String(at),
      at,
      reactions: [],
      recalled: false,
      deliveredTo: [],
      seenBy: [],
      hiddenFor: [],
    };
  }

  #quoted(msgId: string): Quote {
    const message = this.message(msgId);
    if (message === undefined) {
      throw new WorldError(`Nobody wrote a message ${msgId}, or it is too long ago to be quoted.`);
    }
    return quoteOf(message);
  }
}

/** A message as an answer to it describes it. */
export const quoteOf = ({ msgId, cliMsgId, from, at, content }: PersonalMessage): Quote => ({
  msgId,
  cliMsgId,
  ownerUid: from.uid,
  at,
  text: wordsIn(content),
  content,
});

/** The conversation that a member of a group writes into; refuses others. */
export function groupConversation(person: Person, group: Group): Conversation {
  if (!group.members.includes(person)) {
    throw new WorldError(`${person.name} is not a member of the group ${group.name}.`);
  }
  return group.conversation;
}
