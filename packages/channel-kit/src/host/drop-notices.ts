import type { Envelope } from "../envelope/envelope.ts";
import { OWN_WORD, type SpeaksAs } from "../notice/own-word.ts";
import { hasEntries } from "../policy/allow-list.ts";
import { groupSenders } from "../policy/decide.ts";
import { DROP_REASONS, explainDrop } from "../policy/drop-reasons.ts";
import { groupRule } from "../policy/group-rule.ts";
import type { PolicySettings } from "../policy/settings.ts";
import type { Clock } from "../time/clock.ts";

/** The same thing about the same group is said once in this time, however much is written there. */
const SAID_ONCE_PER_MS = 60 * 60 * 1_000;
/** Groups and reasons that are remembered as said; who comes beyond that may be told of again. */
const REMEMBERED = 1_000;

/** An account's policy, and where each of these settings that is in force stands, or would. */
export interface PolicyPlaces {
  accountId: string;
  policy: PolicySettings;
  placeOf: Readonly<Record<"allowFrom" | "groupPolicy" | "groupAllowFrom" | "groups", string>>;
}

/** Says why messages of a group are dropped, and which setting would let them in. One per account. */
export class DropNotices {
  readonly #account: PolicyPlaces;
  readonly #word: string;
  readonly #clock: Clock;
  readonly #saidAt = new Map<string, number>();

  constructor(account: PolicyPlaces, speaksAs: SpeaksAs, clock: Clock) {
    this.#account = account;
    this.#word = OWN_WORD[speaksAs].en;
    this.#clock = clock;
  }

  /** The line for the log, or undefined when it has been said already or needs no saying. */
  notice({ chat, sender }: Pick<Envelope, "chat" | "sender">, why: string): string | undefined {
    // Skipped messages are ordinary life in a group.
    if (why === "not-mentioned" || this.#wasSaid(`${chat.id} ${why}`)) return undefined;
    const reason = DROP_REASONS.find((known) => known === why);
    const what = reason === undefined ? why : explainDrop(reason);
    const fix = this.#fix(chat.id, sender.id, why);
    return `account "${this.#account.accountId}": group ${chat.id}: a message from ${sender.id} was dropped. ${what}${fix === undefined ? "" : ` ${fix}`}`;
  }

  #wasSaid(key: string): boolean {
    const now = this.#clock.now();
    const at = this.#saidAt.get(key);
    if (at !== undefined && now - at < SAID_ONCE_PER_MS) return true;
    this.#saidAt.delete(key);
    this.#saidAt.set(key, now);
    const oldest = this.#saidAt.keys().next();
    if (this.#saidAt.size > REMEMBERED && oldest.value !== undefined) this.#saidAt.delete(oldest.value);
    return false;
  }

  #fix(chatId: string, senderId: string, why: string): string | undefined {
    const { placeOf, policy } = this.#account;
    const own = `${placeOf.groups}.${chatId}`;
    switch (why) {
      case "group-not-listed":
        return `To let the ${this.#word} answer there: openclaw config set ${own} '{}' --strict-json`;
      case "group-switched-off":
        return `To let the ${this.#word} answer there: openclaw config set ${own}.enabled true --strict-json`;
      case "groups-disabled":
        return `To use groups: openclaw config set ${placeOf.groupPolicy} allowlist`;
      case "group-sender-not-listed":
        return `To let this person use the ${this.#word}: add "${senderId}" to ${this.#senderList(chatId)}.`;
      case "command-not-authorized":
        return hasEntries(groupSenders(policy))
          ? `To let this person give commands: add "${senderId}" to ${this.#senderList()}.`
          : `To let this person give commands, and everybody still ask: put "${senderId}" into ${placeOf.groupAllowFrom} and "*" into ${own}.allowFrom.`;
      default:
        return undefined;
    }
  }

  /** The list of people that is in force; to add to another one would shut out those who are in it. */
  #senderList(chatId?: string): string {
    const { placeOf, policy } = this.#account;
    if (chatId !== undefined && groupRule(chatId, policy).allowFrom !== undefined) {
      return `${placeOf.groups}.${chatId}.allowFrom`;
    }
    return hasEntries(policy.groupAllowFrom) ? placeOf.groupAllowFrom : placeOf.allowFrom;
  }
}
