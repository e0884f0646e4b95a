import { KeyedTurns } from "./keyed-turns.ts";

/**
 * What all accounts of one process have to know of each other's turns, and what an account has to know after
 * it was stopped and started again while a turn of its went on.
 */
export class ProcessTurns {
  /** One turn at a time per session. */
  readonly bySession = new KeyedTurns();
  readonly #underWay = new Map<string, Promise<unknown>>();

  /**
   * Runs the work on one event unless an earlier run of the same event still goes on: then waits for that one
   * to end, however it ends, and runs after it.
   */
  async once<Result>(accountId: string, eventId: string, work: () => Promise<Result>): Promise<Result> {
    const key = keyOf(accountId, eventId);
    for (let earlier = this.#underWay.get(key); earlier !== undefined; earlier = this.#underWay.get(key)) {
      await earlier.catch(() => {});
    }
    const mine = work();
    this.#underWay.set(key, mine);
    try {
      return await mine;
    } finally {
      this.#underWay.delete(key);
    }
  }
}

const keyOf = (accountId: string, eventId: string): string => JSON.stringify([accountId, eventId]);
