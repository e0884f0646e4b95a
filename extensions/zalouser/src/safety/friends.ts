import type { Clock } from "channel-kit/time/clock";
import type { Session } from "../session/port.ts";

const MINUTE_MS = 60_000;
/** The list is asked for anew after so long, in milliseconds, without anything having happened. */
const GOOD_FOR_MS = 6 * 60 * MINUTE_MS;
/** And never more often than this: who comes and goes as a friend must not make us ask without end. */
const LEAST_BETWEEN_MS = MINUTE_MS;
/** Nobody waits longer than this for the list, in milliseconds. */
const PATIENCE_MS = 10_000;

export interface FriendsOptions {
  session: Pick<Session, "friends">;
  clock: Clock;
  signal: AbortSignal;
  /** Told of everybody who has become a friend since the list was last asked for. */
  onNew(userId: string): void;
  onTrouble(error: unknown): void;
}

/** Who is a friend of the account, as far as Zalo has told; whoever is not known to be one is a stranger. */
export class Friends {
  readonly #options: FriendsOptions;
  #ids: ReadonlySet<string> | undefined;
  #isStale = true;
  #askedAt = Number.NEGATIVE_INFINITY;
  #asking: Promise<void> | undefined;

  constructor(options: FriendsOptions) {
    this.#options = options;
  }

  /** Waits for Zalo's answer when the list is not known, or something has happened to it; never for long. */
  async isFriend(userId: string, signal: AbortSignal): Promise<boolean> {
    this.#askIfStale();
    if (this.#asking !== undefined) {
      const { clock } = this.#options;
      const enough = new AbortController();
      const patience = clock.sleep(PATIENCE_MS, AbortSignal.any([signal, enough.signal])).catch(() => {});
      await Promise.race([this.#asking, patience]);
      enough.abort();
    }
    return this.isKnown(userId);
  }

  /** Whether that person is known to be a friend, without asking anybody. */
  isKnown(userId: string): boolean {
    return this.#ids?.has(userId) ?? false;
  }

  /** Somebody has become a friend, or is none any more. */
  changed(): void {
    this.#isStale = true;
  }

  #askIfStale(): void {
    const { clock, signal } = this.#options;
    // A clock that went back must not keep us from asking.
    const age = Math.abs(clock.now() - this.#askedAt);
    if (this.#asking !== undefined || signal.aborted || age < LEAST_BETWEEN_MS) return;
    if (!this.#isStale && age < GOOD_FOR_MS) return;
    this.#askedAt = clock.now();
    this.#isStale = false;
    this.#asking = this.#ask().finally(() => {
      this.#asking = undefined;
    });
  }

  async #ask(): Promise<void> {
    const { session, signal, onNew, onTrouble } = this.#options;
    try {
      const friends = await session.friends(signal);
      const before = this.#ids;
      this.#ids = new Set(friends.map(({ id }) => id));
      if (before === undefined) return;
      for (const id of this.#ids) if (!before.has(id)) onNew(id);
    } catch (error) {
      this.#isStale = true;
      if (!signal.aborted) onTrouble(error);
    }
  }
}
