import { BoundedList } from "./bounded.ts";
import { type PersonalContent, wordsIn } from "./personal-content.ts";
import { until } from "./until.ts";

/** How many lines of one conversation are remembered at least. */
const LINES_KEPT = 10_000;

/** Lines of a conversation in the message of a wait that failed. */
const DUMPED_LINES = 30;

/** Who wrote: a person, or a bot in a group, whose own id serves as its uid. */
export interface Author {
  readonly uid: string;
  readonly name: string;
}

/** A name picked in a group; offsets in UTF-16 units. The uid of everybody is `ALL_UID`. */
export interface Mention {
  readonly uid: string;
  readonly pos: number;
  readonly len: number;
}

/** What stands for all members where a mention names a person. */
export const ALL_UID = "-1";

/** The message that another one answers, as the answering phone described it. */
export interface Quote {
  readonly msgId: string;
  readonly cliMsgId: string;
  readonly ownerUid: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly text: string;
  /** What was quoted, when this world still knows it. */
  readonly content?: PersonalContent;
}

/** What somebody thinks of a message; a person has one reaction to a message at a time. */
export interface Reaction {
  readonly uid: string;
  readonly name: string;
  /** Zalo's code for it, e.g. `/-heart`. */
  readonly icon: string;
  /** Zalo's number for it, e.g. 5. */
  readonly rType: number;
}

/** One message between people, as the personal side numbers them. */
export interface PersonalMessage {
  /** 13 digits, ascending in the order of writing. */
  readonly msgId: string;
  /** The number that the writer's own device gave it. */
  readonly cliMsgId: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly from: Author;
  readonly conversation: Conversation;
  readonly content: PersonalContent;
  readonly mentions: readonly Mention[];
  readonly quote?: Quote;
  /** Milliseconds after which phones forget it; 0 for never. */
  readonly ttl: number;
  /** As they are now, oldest first. */
  readonly reactions: readonly Reaction[];
  /** Its writer took it back, or an admin did: phones show a note in its place. */
  readonly recalled: boolean;
  /** The uids of those whose devices have it, as far as they said so. */
  readonly deliveredTo: readonly string[];
  /** The uids of those who have looked at it, as far as their devices said so. */
  readonly seenBy: readonly string[];
  /** The uids of those who have removed it for themselves. */
  readonly hiddenFor: readonly string[];
}

/** Two people, or a group, as the personal side sees them. */
export class Conversation {
  readonly kind: "direct" | "group";
  /** A group's `webId`; the two uids of a direct one, joined by a dash. */
  readonly id: string;
  readonly #title: string;
  readonly #members: () => readonly Author[];
  readonly #lines = new BoundedList<PersonalMessage>(LINES_KEPT);
  readonly #listeners = new Set<() => void>();
  readonly #closed: AbortSignal;

  constructor(init: {
    kind: "direct" | "group";
    id: string;
    title: string;
    members: () => readonly Author[];
    closed: AbortSignal;
  }) {
    this.kind = init.kind;
    this.id = init.id;
    this.#title = init.title;
    this.#members = init.members;
    this.#closed = init.closed;
  }

  /** The people in it, right now. */
  get members(): readonly Author[] {
    return this.#members();
  }

  /** Oldest first: a live view. */
  get lines(): readonly PersonalMessage[] {
    return this.#lines.items;
  }

  /** The other person of a direct conversation; undefined in a group. */
  peerOf(uid: string): Author | undefined {
    return this.kind === "direct" ? this.members.find((member) => member.uid !== uid) : undefined;
  }

  /** What this person or bot wrote here, oldest first. */
  from(author: { readonly uid: string }): readonly PersonalMessage[] {
    return this.lines.filter(({ from }) => from.uid === author.uid);
  }

  append(message: PersonalMessage): void {
    this.#lines.push(message);
    this.changed();
  }

  /** Has everybody who waits look again. */
  changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  /** Resolves with what the author wrote here once the predicate holds; rejects with the last lines. */
  waitFor(
    author: { readonly uid: string },
    predicate: (messages: readonly PersonalMessage[]) => boolean,
    options: { timeoutMs: number },
  ): Promise<readonly PersonalMessage[]> {
    return until<readonly PersonalMessage[]>({
      check: () => {
        const heard = this.from(author);
        return predicate(heard) ? heard : undefined;
      },
      subscribe: (listener) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
      timeoutMs: options.timeoutMs,
      explain: () => `${this.#title} did not come to that within ${options.timeoutMs} ms.${this.#dump()}`,
      closed: this.#closed,
    });
  }

  #dump(): string {
    if (this.lines.length === 0) return " Nobody wrote anything in it.";
    const shown = this.lines.slice(-DUMPED_LINES).map(({ from, content, recalled }) => {
      const words = wordsIn(content) || `(${content.kind})`;
      return `\n  ${from.name}: ${words}${recalled ? " (recalled)" : ""}`;
    });
    return ` Its last lines:${shown.join("")}`;
  }
}
