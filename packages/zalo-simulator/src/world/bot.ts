import { type BotSwitches, withSwitches } from "../bot-api/switches.ts";
import { Chat } from "./chat.ts";
import type { Person } from "./person.ts";
import { watched } from "./watched.ts";

/** A bot and the people it has met. What its API remembers of calls is kept by the Bot API, not here. */
export class Bot {
  /** 19 digits. */
  readonly id: string;
  /** `<id>:<64 letters and digits>`. */
  readonly token: string;
  /** The name people see and mention; begins with "Bot", as Zalo demands. */
  readonly name: string;
  /** The handle, as in `bot.VDKyGxQvc`. */
  readonly accountName: string;
  /** How Zalo behaves towards this bot. May be changed at any moment; a value that is none throws. */
  readonly switches: BotSwitches;
  readonly #directChats = new Map<string, Chat>();
  readonly #met = new Set<string>();
  readonly #switchListeners: (() => void)[] = [];
  readonly #closed: AbortSignal;

  constructor(init: {
    id: string;
    token: string;
    name: string;
    accountName: string;
    switches: BotSwitches;
    closed: AbortSignal;
  }) {
    this.id = init.id;
    this.token = init.token;
    this.name = init.name;
    this.accountName = init.accountName;
    this.switches = watched(init.switches, {
      check: (name, value) => withSwitches(init.switches, { [name]: value }),
      changed: () => {
        for (const listener of this.#switchListeners) listener();
      },
    });
    this.#closed = init.closed;
  }

  /** Calls the listener after every change of a switch. */
  onSwitch(listener: () => void): void {
    this.#switchListeners.push(listener);
  }

  /** The direct chat with this person, empty until one of them writes. */
  directChat(person: Pick<Person, "id" | "name">): Chat {
    const known = this.#directChats.get(person.id);
    if (known !== undefined) return known;
    const title = `The chat of ${person.name} with ${this.name}`;
    const chat = new Chat({ id: person.id, kind: "direct", title, closed: this.#closed });
    this.#directChats.set(person.id, chat);
    return chat;
  }

  /** Remembers that this person has written to the bot, which is what lets the bot write to them. */
  meet(personId: string): void {
    this.#met.add(personId);
  }

  /** Ids of the people who have written to this bot, first come first. */
  get peopleMet(): ReadonlySet<string> {
    return this.#met;
  }
}
