import type { PersonalMessage } from "./conversation.ts";
import type { Correspondence } from "./correspondence.ts";
import type { Journal } from "./journal.ts";
import type { Occurrences } from "./occurrence.ts";
import type { Person } from "./person.ts";
import { NO_REACTION, reactionNumber } from "./reaction-icons.ts";
import { WorldError } from "./world-error.ts";

/** What people do with messages that are there already. */
export class Responses {
  readonly #correspondence: Correspondence;
  readonly #occurrences: Occurrences;
  readonly #journal: Journal;

  constructor(parts: { correspondence: Correspondence; occurrences: Occurrences; journal: Journal }) {
    this.#correspondence = parts.correspondence;
    this.#occurrences = parts.occurrences;
    this.#journal = parts.journal;
  }

  /** A message that this person can see; refuses others. */
  visible(person: Person, msgId: string): PersonalMessage {
    const message = this.#correspondence.message(msgId);
    if (message === undefined)
      throw new WorldError(`Nobody wrote a message ${msgId}, or it is too long ago.`);
    if (!message.conversation.members.some(({ uid }) => uid === person.uid)) {
      throw new WorldError(`${person.name} cannot see the message ${msgId}.`);
    }
    return message;
  }

  /** The writer takes a message back. Doing so again changes nothing. */
  recall(person: Person, msgId: string): void {
    const message = this.visible(person, msgId);
    if (message.from.uid !== person.uid) {
      throw new WorldError(`The message ${msgId} is not ${person.name}'s own.`);
    }
    if (message.recalled) return;
    this.#correspondence.amend(message, { recalled: true });
    this.#journal.add({ kind: "message-recalled", msgId, byUid: person.uid });
    const { conversation } = message;
    const destId = conversation.peerOf(person.uid)?.uid ?? conversation.id;
    const content = {
      globalMsgId: Number(msgId),
      cliMsgId: Number(message.cliMsgId),
      deleteMsg: 1,
      srcId: person.uid,
      destId,
    };
    this.#correspondence.announce({
      from: person,
      conversation,
      content: { kind: "raw", msgType: "chat.undo", content },
      mentions: [],
      ttl: 0,
    });
  }

  /** Removes a message for this person alone, or, in a group, for everybody. */
  hide(person: Person, msgId: string, forEveryone: boolean): void {
    const message = this.visible(person, msgId);
    const uids = forEveryone ? message.conversation.members.map(({ uid }) => uid) : [person.uid];
    const hiddenFor = [...new Set([...message.hiddenFor, ...uids])];
    this.#correspondence.amend(message, { hiddenFor, recalled: message.recalled || forEveryone });
    this.#journal.add({ kind: "message-deleted", msgId, byUid: person.uid, forEveryone });
  }

  /** A reaction in place of an earlier one; an empty icon takes it back. Refuses a code that Zalo does not have. */
  react(person: Person, msgId: string, icon: string): void {
    const rType = icon === "" ? NO_REACTION : reactionNumber(icon);
    if (rType === undefined) throw new WorldError(`"${icon}" is no reaction of Zalo's; try "/-heart".`);
    this.reactAs(person, msgId, { icon, rType });
  }

  /** The same with Zalo's own number, which may be of a reaction that this world does not know. */
  reactAs(person: Person, msgId: string, { icon, rType }: { icon: string; rType: number }): void {
    const message = this.visible(person, msgId);
    const others = message.reactions.filter(({ uid }) => uid !== person.uid);
    const own = rType === NO_REACTION ? [] : [{ uid: person.uid, name: person.name, icon, rType }];
    this.#correspondence.amend(message, { reactions: [...others, ...own] });
    this.#journal.add({ kind: "message-reaction", msgId, byUid: person.uid, icon, rType });
    this.#occurrences.tell({ kind: "reaction", by: person, message, icon, rType });
  }

  /** This person's device has the messages, or the person has looked at them. */
  mark(person: Person, msgIds: readonly string[], as: "delivered" | "seen"): void {
    const messages = msgIds.map((msgId) => this.visible(person, msgId));
    for (const message of messages) {
      const deliveredTo = including(message.deliveredTo, person.uid);
      const seenBy = as === "seen" ? including(message.seenBy, person.uid) : message.seenBy;
      this.#correspondence.amend(message, { deliveredTo, seenBy });
    }
    this.#journal.add({ kind: "message-receipt", as, msgIds, byUid: person.uid });
    this.#occurrences.tell({ kind: "receipt", by: person, as, messages });
  }
}

const including = (uids: readonly string[], uid: string): readonly string[] =>
  uids.includes(uid) ? uids : [...uids, uid];
