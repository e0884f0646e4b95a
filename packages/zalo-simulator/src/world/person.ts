import type { Acquaintances } from "./acquaintances.ts";
import type { Bot } from "./bot.ts";
import type { BotMessage } from "./chat.ts";
import type { Content } from "./content.ts";
import type { Conversation, PersonalMessage } from "./conversation.ts";
import type { WriteOptions } from "./correspondence.ts";
import type { Group } from "./group.ts";
import type { PersonalContent } from "./personal-content.ts";
import type { Polls } from "./polls.ts";
import type { Responses } from "./responses.ts";

export interface SayOptions {
  /** Write in this group instead of the direct chat. */
  in?: Group;
  /** The id of the message this one answers. In a group, answering the bot makes the message reach it. */
  replyTo?: string;
  /** `false`: an `@name` in the text was typed by hand, not picked, so it is no mention. Default true. */
  mention?: boolean;
}

/** What a person needs of the world in order to write. */
export interface Post {
  post(person: Person, bot: Bot, content: Content, options: SayOptions): string;
  redeliver(bot: Bot, messageId: string): void;
  write(person: Person, to: Person | Group, content: PersonalContent, options: WriteOptions): string;
  type(person: Person, to: Person | Group): void;
  conversation(one: Person, other: Person): Conversation;
  readonly responses: Responses;
  readonly acquaintances: Acquaintances;
  readonly polls: Polls;
}

/** Somebody with a phone. */
export class Person {
  /** 20 lower-case hex characters. */
  readonly id: string;
  readonly name: string;
  /** The same person on the personal side: 18 or 19 digits. */
  readonly uid: string;
  /** Digits with the country's code, e.g. `84901234567`; undefined when nobody may know it. */
  readonly phone: string | undefined;
  readonly #post: Post;

  constructor(init: { id: string; name: string; uid: string; phone: string | undefined; post: Post }) {
    this.id = init.id;
    this.name = init.name;
    this.uid = init.uid;
    this.phone = init.phone;
    this.#post = init.post;
  }

  /** Writes a text and returns its message id. When this returns the platform has the message. */
  says(bot: Bot, text: string, options: SayOptions = {}): string {
    return this.#post.post(this, bot, { kind: "text", text }, options);
  }

  /** Sends anything, and returns its message id. */
  sends(bot: Bot, content: Content, options: SayOptions = {}): string {
    return this.#post.post(this, bot, content, options);
  }

  /**
   * Sends several photos at once, which arrive as that many messages, the caption with the first; returns their
   * ids. In a group each of them is on its own: the bot gets those that mention or answer it.
   */
  sendsAlbum(
    bot: Bot,
    urls: readonly string[],
    { caption, ...options }: SayOptions & { caption?: string } = {},
  ): readonly string[] {
    return urls.map((url, at) => {
      const captioned = at === 0 && caption !== undefined ? { caption } : {};
      return this.sends(bot, { kind: "image", url, ...captioned }, options);
    });
  }

  /** Has the platform hand one of this world's messages to the bot once more, under the same id. */
  redeliver(bot: Bot, messageId: string): void {
    this.#post.redeliver(bot, messageId);
  }

  /** What the bot sent into this person's direct chat so far, oldest first. */
  hears(bot: Bot): readonly BotMessage[] {
    return [...bot.directChat(this).heardFrom(bot.id)];
  }

  /** Resolves with `hears(bot)` once the predicate holds; rejects at the deadline with the chat's last lines. */
  waitFor(
    bot: Bot,
    predicate: (messages: readonly BotMessage[]) => boolean,
    options: { timeoutMs: number },
  ): Promise<readonly BotMessage[]> {
    return bot.directChat(this).waitFor(bot.id, predicate, options);
  }

  /** Writes to another person, as text or as anything else, and returns the `msgId`. */
  writes(to: Person, what: string | PersonalContent, options: WriteOptions = {}): string {
    return this.#post.write(this, to, asContent(what), options);
  }

  /** Writes in a group for everybody in it, bots as ever included, and returns the `msgId`. */
  writesIn(group: Group, what: string | PersonalContent, options: WriteOptions = {}): string {
    return this.#post.write(this, group, asContent(what), options);
  }

  /** Takes an own message back. */
  recalls(msgId: string): void {
    this.#post.responses.recall(this, msgId);
  }

  /** Reacts with one of Zalo's codes, e.g. `/-heart`; an empty one takes the reaction back. */
  reacts(msgId: string, icon: string): void {
    this.#post.responses.react(this, msgId, icon);
  }

  /** Types, to a person or in a group, without sending anything. */
  types(to: Person | Group): void {
    this.#post.type(this, to);
  }

  /** Has these messages on the phone. They are of one conversation. */
  receives(...msgIds: readonly string[]): void {
    this.#post.responses.mark(this, msgIds, "delivered");
  }

  /** Looks at these messages. They are of one conversation. */
  sees(...msgIds: readonly string[]): void {
    this.#post.responses.mark(this, msgIds, "seen");
  }

  /** Chooses options of a poll by their positions, counted from 1. */
  votes(pollId: number, ...options: readonly number[]): void {
    this.#post.polls.vote(this, pollId, options);
  }

  asksFriendship(other: Person, message = ""): void {
    this.#post.acquaintances.ask(this, other, message);
  }

  acceptsFriendship(other: Person): void {
    this.#post.acquaintances.accept(this, other);
  }

  refusesFriendship(other: Person): void {
    this.#post.acquaintances.reject(this, other);
  }

  /** Takes back that it asked for friendship. */
  withdrawsFriendship(other: Person): void {
    this.#post.acquaintances.withdraw(this, other);
  }

  unfriends(other: Person): void {
    this.#post.acquaintances.part(this, other);
  }

  /** Calls the other something else; an empty name ends that. */
  nicknames(other: Person, name: string): void {
    this.#post.acquaintances.nickname(this, other, name);
  }

  /** From now on nothing of the other's arrives: their client is refused with 123. */
  blocks(other: Person): void {
    this.#post.acquaintances.block(this, other);
  }

  unblocks(other: Person): void {
    this.#post.acquaintances.unblock(this, other);
  }

  /** What the other person wrote to this one so far, oldest first. */
  hearsFrom(other: Person): readonly PersonalMessage[] {
    return this.#post.conversation(this, other).from(other);
  }

  /** Resolves with `hearsFrom(other)` once the predicate holds; rejects at the deadline with the last lines. */
  waitForFrom(
    other: Person,
    predicate: (messages: readonly PersonalMessage[]) => boolean,
    options: { timeoutMs: number },
  ): Promise<readonly PersonalMessage[]> {
    return this.#post.conversation(this, other).waitFor(other, predicate, options);
  }
}

const asContent = (what: string | PersonalContent): PersonalContent =>
  typeof what === "string" ? { kind: "text", text: what } : what;
