import type { Bot } from "./bot.ts";
import { type BotMessage, Chat } from "./chat.ts";
import { Conversation, type PersonalMessage } from "./conversation.ts";
import type { Person } from "./person.ts";

/** People and bots together in one chat. */
export class Group {
  /** `zgr-` and 20 hex characters. */
  readonly id: string;
  /** The same group on the personal side: 19 digits. */
  readonly webId: string;
  readonly name: string;
  readonly members: readonly Person[];
  readonly bots: readonly Bot[];
  readonly chat: Chat;
  /** The same chat as the personal side sees it. */
  readonly conversation: Conversation;

  constructor(init: {
    id: string;
    webId: string;
    name: string;
    members: readonly Person[];
    bots: readonly Bot[];
    closed: AbortSignal;
  }) {
    this.id = init.id;
    this.webId = init.webId;
    this.name = init.name;
    this.members = [...init.members];
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
}
