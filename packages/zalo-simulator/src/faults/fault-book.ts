import type { Fault } from "./fault.ts";

/** Which calls a fault hits. What is left out matches everything. */
export interface FaultRule {
  /** A method's name, or `*` for every method. */
  method: string;
  bot?: { readonly id: string } | undefined;
  /** The account that makes a call of the personal protocol, whose methods are paths without `/api/`. */
  person?: { readonly uid: string } | undefined;
  /** The `chat_id` of the call; on the personal side the uid or webId that it is meant for. */
  chat?: string | undefined;
  /** How many calls it hits, then it is over. `Infinity` is allowed. Default 1. */
  times?: number | undefined;
  /** How many matching calls pass unharmed first. Default 0. */
  after?: number | undefined;
  fault: Fault;
}

/** A fault at work. */
export interface FaultHandle {
  /** How many calls it has hit. */
  readonly hits: number;
  /** Ends it. Calls it has already hit stay spoilt. */
  remove(): void;
}

interface ActiveRule {
  readonly rule: FaultRule;
  passed: number;
  hits: number;
}

/** The faults waiting for calls. The one that was added first is asked first. */
export class FaultBook {
  readonly #rules = new Set<ActiveRule>();

  add(rule: FaultRule): FaultHandle {
    const active: ActiveRule = { rule, passed: 0, hits: 0 };
    this.#rules.add(active);
    return {
      get hits() {
        return active.hits;
      },
      remove: () => {
        this.#rules.delete(active);
      },
    };
  }

  /** The fault that hits this call, if one does. Counts the call, so it is asked once per call. */
  take(call: {
    method: string;
    botId?: string | undefined;
    uid?: string | undefined;
    chatId: string | undefined;
  }): Fault | undefined {
    for (const active of this.#rules) {
      const { method, bot, person, chat, times = 1, after = 0, fault } = active.rule;
      const matches =
        (method === "*" || method === call.method) &&
        (bot === undefined || bot.id === call.botId) &&
        (person === undefined || person.uid === call.uid) &&
        (chat === undefined || chat === call.chatId);
      if (!matches) continue;
      if (active.passed < after) {
        active.passed += 1;
        continue;
      }
      active.hits += 1;
      if (active.hits >= times) this.#rules.delete(active);
      return fault;
    }
    return undefined;
  }
}
