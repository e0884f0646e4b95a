import type { Bot } from "./bot.ts";
import { type BotMessage, Chat } from "./chat.ts";
import type { Person } from "./person.ts";

/** People and bots together in one chat. */
export class Group {
  /** `zgr-` and 20 hex characters. */
  readonly id: string;
  readonly name: string;
  readonly members: readonly Person[];
  readonly bots: readonly Bot[];
  readonly chat: Chat;

  constructor(init: {
    id: string;
    name: string;
    members: readonly Person[];
    bots: readonly Bot[];
    closed: AbortSignal;
  }) {
    this.id = init.id;
    this.name = init.name;
    this.members = [...init.members];
    this.bots = [...init.bots];
    this.chat = new Chat({
      id: init.id,
      kind: "group",
      title: `The group ${init.name}`,
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
}
