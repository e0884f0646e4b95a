import { pause } from "../bot-api/pause.ts";
import type { PersonalMessage } from "../world/conversation.ts";
import type { Person } from "../world/person.ts";
import type { World } from "../world/world.ts";
import { messagesEvent } from "./events/messages.ts";
import { framesOf, type Held, type Release } from "./held.ts";
import { Mailbox } from "./mailbox.ts";
import type { SocketHub } from "./socket/socket-hub.ts";
import type { WebSwitches } from "./switches.ts";

export interface PostOfficeParts {
  world: World;
  sockets: SocketHub;
  switchesOf(person: Person): WebSwitches;
  /** Aborted when the simulator closes. */
  closed: AbortSignal;
}

/** Brings every message to the sockets of the people concerned, and keeps it for those who missed it. */
export class PostOffice {
  readonly #parts: PostOfficeParts;
  readonly #mailboxes = new Map<Person, Mailbox>();
  readonly #held = new Map<Person, PersonalMessage[]>();

  constructor(parts: PostOfficeParts) {
    this.#parts = parts;
    parts.world.correspondence.onMessage((message) => this.#deliver(message));
  }

  mailbox(person: Person): Mailbox {
    const known = this.#mailboxes.get(person);
    if (known !== undefined) return known;
    const made = new Mailbox();
    this.#mailboxes.set(person, made);
    return made;
  }

  /** Holds back what the person would be told from now on. */
  hold(person: Person): Held {
    const messages: PersonalMessage[] = [];
    this.#held.set(person, messages);
    const drop = () => {
      if (this.#held.get(person) === messages) this.#held.delete(person);
    };
    return {
      messages,
      drop,
      release: (how = {}) => {
        drop();
        this.send(person, messages, how);
      },
    };
  }

  /** Tells a person of messages, once more if they know them. */
  send(person: Person, messages: readonly PersonalMessage[], how: Release = {}): void {
    const about = { viewer: person, switches: this.#parts.switchesOf(person) };
    for (const frame of framesOf(messages, how)) {
      const kind = frame[0]?.conversation.kind ?? "direct";
      for (let copy = 0; copy < (how.copies ?? 1); copy += 1) {
        this.#parts.sockets.tell(person, messagesEvent(frame, kind, about));
      }
    }
  }

  #deliver(message: PersonalMessage): void {
    for (const { uid } of message.conversation.members) {
      const person = this.#parts.world.personByUid(uid);
      if (person === undefined) continue;
      this.mailbox(person).add(message);
      if (uid === message.from.uid) void this.#echo(person, message);
      else this.#tell(person, message);
    }
  }

  /** The account's own message comes back to it, unless that is switched off. */
  async #echo(person: Person, message: PersonalMessage): Promise<void> {
    const { selfEcho, echoDelayMs } = this.#parts.switchesOf(person);
    if (!selfEcho) return;
    if (echoDelayMs > 0) await pause(echoDelayMs, this.#parts.closed);
    this.#tell(person, message);
  }

  #tell(person: Person, message: PersonalMessage): void {
    const held = this.#held.get(person);
    if (held === undefined) this.send(person, [message]);
    else held.push(message);
  }
}
