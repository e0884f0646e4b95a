import type { Conversation } from "../world/conversation.ts";
import type { Person } from "../world/person.ts";
import type { WebSwitches } from "./switches.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** What one account has sent lately. */
interface Sent {
  /** When, in milliseconds since the epoch, oldest first. */
  sends: number[];
  /** When each stranger was last written to. */
  strangers: Map<string, number>;
}

/** Counts what accounts send, where their switches say that Zalo limits it. */
export class SendLimits {
  readonly #sent = new Map<Person, Sent>();

  /** Zalo's code for one message too many now; 0 when it is fine, and then it has been counted. */
  take(
    owner: Person,
    to: { conversation: Conversation; isStranger: boolean },
    { sendsPerMinute, strangersPerHour }: Pick<WebSwitches, "sendsPerMinute" | "strangersPerHour">,
  ): 0 | -69 | 123 {
    const now = Date.now();
    const sent = this.#sent.get(owner) ?? { sends: [], strangers: new Map() };
    this.#sent.set(owner, sent);
    sent.sends = sent.sends.filter((at) => at > now - MINUTE_MS);
    for (const [id, at] of sent.strangers) if (at <= now - HOUR_MS) sent.strangers.delete(id);
    if (sendsPerMinute !== null && sent.sends.length >= sendsPerMinute) return -69;
    const { id } = to.conversation;
    const isNew = to.isStranger && !sent.strangers.has(id);
    if (isNew && strangersPerHour !== null && sent.strangers.size >= strangersPerHour) return 123;
    sent.sends.push(now);
    if (to.isStranger) sent.strangers.set(id, now);
    return 0;
  }
}
