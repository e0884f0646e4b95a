import type { Bot } from "./bot.ts";
import { type BotMessage, Chat } from "./chat.ts";
import { Conversation, type PersonalMessage } from "./conversation.ts";
import type { GroupOccurrence } from "./occurrence.ts";
import type { Person } from "./person.ts";
import { WorldError } from "./world-error.ts";

/** What somebody did in a group, before anybody is told. */
export type GroupChange = Omit<GroupOccurrence, "kind" | "group">;

/** People and bots together in one chat. */
export class Group {
  /** `zgr-` and 20 hex characters. */
  readonly id: string;
  /** The same group on the personal side: 19 digits. */
  readonly webId: string;
  /** Who made it; its owner for ever. */
  readonly creator: Person | undefined;
  readonly bots: readonly Bot[];
  readonly chat: Chat;
  /** The same chat as the personal side sees it. */
  readonly conversation: Conversation;
  #name: string;
  #members: readonly Person[];
  #admins: readonly Person[] = [];
  /** How often it has changed; clients keep what they know until it grows. */
  #version = 1;
  readonly #changed: (group: Group, change: GroupChange) => void;

  constructor(init: {
    id: string;
    webId: string;
    name: string;
    members: readonly Person[];
    bots: readonly Bot[];
    closed: AbortSignal;
    changed(group: Group, change: GroupChange): void;
  }) {
    this.id = init.id;
    this.webId = init.webId;
    this.creator = init.members[0];
    this.#name = init.name;
    this.#members = [...init.members];
    this.#changed = init.changed;
    this.bots = [...init.bots];
    this.chat = new Chat({
      id: init.id,
      kind: "group",
      title: `The group ${init.name}`,
      closed: init.closed,
    });
    this.conversation = new Conversation({
      kind: "group",
      id: init.webId,
      title: `The group ${init.name}`,
      members: () => this.members,
      closed: init.closed,
    });
  }

  get name(): string {
    return this.#name;
  }
  get members(): readonly Person[] {
    return this.#members;
  }
  /** Those who may do what its creator may, apart from the creator. */
  get admins(): readonly Person[] {
    return this.#admins;
  }
  get version(): number {
    return this.#version;
  }

  /** Whether this person may change the group and remove what others wrote. */
  isRunBy(person: Person): boolean {
    return person === this.creator || this.#admins.includes(person);
  }

  /** Somebody comes in, by themselves or because a member adds them. */
  join(person: Person, by: Person = person): void {
    if (this.#members.includes(person)) throw new WorldError(`${person.name} is already in ${this.#name}.`);
    if (by !== person) this.#member(by);
    this.#members = [...this.#members, person];
    this.#tell("join", by, [person]);
  }

  /** Somebody wants to come in, and somebody who runs the group is to decide. */
  askToJoin(person: Person): void {
    const told = this.#members.filter((member) => this.isRunBy(member));
    this.#tell("join_request", person, [person], told);
  }

  /** Somebody goes. */
  leave(person: Person): void {
    this.#lose(person, "leave", person);
  }

  /** Somebody is sent away. */
  remove(person: Person, by: Person): void {
    this.#running(by);
    this.#lose(person, "remove_member", by);
  }

  promote(person: Person, by: Person): void {
    this.#running(by);
    this.#admins = [...this.#admins.filter((admin) => admin !== person), this.#member(person)];
    this.#tell("add_admin", by, [person]);
  }

  demote(person: Person, by: Person): void {
    this.#running(by);
    this.#admins = this.#admins.filter((admin) => admin !== person);
    this.#tell("remove_admin", by, [this.#member(person)]);
  }

  rename(name: string, by: Person): void {
    this.#member(by);
    this.#name = name;
    this.#tell("update", by, []);
  }

  /** What this bot sent into the group so far, oldest first. */
  hears(bot: Bot): readonly BotMessage[] {
    return [...this.chat.heardFrom(bot.id)];
  }

  /** Resolves with `hears(bot)` once the predicate holds; rejects at the deadline with the group's last lines. */
  waitFor(
    bot: Bot,
    predicate: (messages: readonly BotMessage[]) => boolean,
    options: { timeoutMs: number },
  ): Promise<readonly BotMessage[]> {
    return this.chat.waitFor(bot.id, predicate, options);
  }

  /** What this person wrote into the group so far, oldest first. */
  hearsFrom(person: Person): readonly PersonalMessage[] {
    return this.conversation.from(person);
  }

  /** Resolves with `hearsFrom(person)` once the predicate holds; rejects at the deadline with the last lines. */
  waitForFrom(
    person: Person,
    predicate: (messages: readonly PersonalMessage[]) => boolean,
    options: { timeoutMs: number },
  ): Promise<readonly PersonalMessage[]> {
    return this.conversation.waitFor(person, predicate, options);
  }

  #lose(person: Person, act: "leave" | "remove_member", by: Person): void {
    // Who goes is told as well.
    const told = this.#members;
    this.#member(person);
    this.#members = this.#members.filter((member) => member !== person);
    this.#admins = this.#admins.filter((admin) => admin !== person);
    this.#tell(act, by, [person], told);
  }

  #tell(act: GroupChange["act"], by: Person, about: readonly Person[], told = this.#members): void {
    this.#version += 1;
    this.#changed(this, { act, by, about, told });
  }

  #member(person: Person): Person {
    if (this.#members.includes(person)) return person;
    throw new WorldError(`${person.name} is not a member of the group ${this.#name}.`);
  }

  #running(person: Person): void {
    if (!this.isRunBy(this.#member(person)))
      throw new WorldError(`${person.name} does not run ${this.#name}.`);
  }
}
