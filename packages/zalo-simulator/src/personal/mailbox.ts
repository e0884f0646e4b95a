import { BoundedList } from "../world/bounded.ts";
import type { PersonalMessage } from "../world/conversation.ts";
import type { WebSwitches } from "./switches.ts";

/** Messages of one kind that an account can still ask for. */
const MESSAGES_KEPT = 5000;

/** What one account has got and sent, direct and in groups, for clients that missed it. */
export class Mailbox {
  readonly #direct = new BoundedList<PersonalMessage>(MESSAGES_KEPT);
  readonly #group = new BoundedList<PersonalMessage>(MESSAGES_KEPT);

  add(message: PersonalMessage): void {
    (message.conversation.kind === "group" ? this.#group : this.#direct).push(message);
  }

  /** What a request for old messages gets, oldest first, and whether there is more in that direction. */
  old(
    kind: "direct" | "group",
    lastId: string | null,
    { oldMessages, oldMessagesLimit: limit }: Pick<WebSwitches, "oldMessages" | "oldMessagesLimit">,
  ): { messages: readonly PersonalMessage[]; more: boolean } {
    const all = (kind === "group" ? this.#group : this.#direct).items;
    if (lastId === null || oldMessages === "ignores-last-id") return latest(all, limit);
    // Ids are of one length, so that their order is that of their digits.
    if (oldMessages === "older")
      return latest(
        all.filter(({ msgId }) => msgId < lastId),
        limit,
      );
    const newer = all.filter(({ msgId }) => msgId > lastId);
    return { messages: newer.slice(0, limit), more: newer.length > limit };
  }
}

const latest = (all: readonly PersonalMessage[], limit: number) => ({
  messages: all.slice(-limit),
  more: all.length > limit,
});
