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
  /** How long it is at work, in milliseconds from now on. Default: for ever. */
  forMs?: number | undefined;
  /** How many matching calls pass unharmed first. Default 0. */
  after?: number | undefined;
  fault: Fault;
}

/** A fault at work. */
export interface FaultHandle {
  /** Its number among all faults of this book, from 1. */
  readonly id: number;
  /** How many calls it has hit. */
  readonly hits: number;
  /** Ends it. Calls it has already hit stay spoilt. */
  remove(): void;
}

/** A fault as it stands. */
export interface FaultState {
  readonly id: number;
  readonly rule: FaultRule;
  readonly hits: number;
  /** Calls it still hits; `Infinity` for any number. */
  readonly left: number;
  /** When it ends by itself, in milliseconds since the epoch; `Infinity` for never. */
  readonly until: number;
}

interface ActiveRule {
  readonly id: number;
  readonly rule: FaultRule;
  readonly until: number;
  passed: number;
  hits: number;
}

/** The faults waiting for calls. The one that was added first is asked first. */
export class FaultBook {
  readonly #rules = new Set<ActiveRule>();
  readonly #changed: () => void;
  #lastId = 0;

  /** `changed` is called when another set of faults is at work. */
  constructor(changed: () => void = () => undefined) {
    this.#changed = changed;
  }

  add(rule: FaultRule): FaultHandle {
    this.#lastId += 1;
    const until = Date.now() + (rule.forMs ?? Number.POSITIVE_INFINITY);
    const active: ActiveRule = { id: this.#lastId, rule, until, passed: 0, hits: 0 };
    this.#rules.add(active);
    if (rule.forMs !== undefined) setTimeout(() => this.#forgetOver(), rule.forMs + 1).unref();
    this.#changed();
    return {
      id: active.id,
      get hits() {
        return active.hits;
      },
      remove: () => {
        this.#end(active);
      },
    };
  }

  /** The faults that are at work, oldest first. */
  get active(): readonly FaultState[] {
    this.#forgetOver();
    return [...this.#rules].map(({ id, rule, hits, until }) => ({
      id,
      rule,
      hits,
      left: (rule.times ?? 1) - hits,
      until,
    }));
  }

  /** Ends the fault of this number, wherever it was added. False when it is over already. */
  remove(id: number): boolean {
    const active = [...this.#rules].find((rule) => rule.id === id);
    return active !== undefined && this.#end(active);
  }

  #forgetOver(): void {
    const now = Date.now();
    for (const active of this.#rules) if (active.until <= now) this.#end(active);
  }

  #end(active: ActiveRule): boolean {
    const wasThere = this.#rules.delete(active);
    if (wasThere) this.#changed();
    return wasThere;
  }

  /** The fault that hits this call, if one does. Counts the call, so it is asked once per call. */
  take(call: {
    method: string;
    botId?: string | undefined;
    uid?: string | undefined;
    chatId: string | undefined;
  }): Fault | undefined {
    this.#forgetOver();
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
      if (active.hits >= times) this.#end(active);
      return fault;
    }
    return undefined;
  }
}
