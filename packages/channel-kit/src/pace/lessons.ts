import type { Clock } from "../time/clock.ts";
import type { PacedMessage } from "./paced-message.ts";
import type { Pauses } from "./pauses.ts";

/** What a refused send says about how the platform sees the account. `why` is for the operator. */
export type Lesson =
  /** The account sends too much. */
  | { kind: "slow-down"; why: string; retryAfterMs?: number }
  /** This person cannot be written to, or does not want to be. */
  | { kind: "person-refuses"; why: string };

const HOUR_MS = 60 * 60 * 1_000;
/**
 * So many different strangers who cannot be written to within an hour are taken for a limit on the account. Only
 * what goes to strangers pauses for that: otherwise three people could silence the account for its friends.
 */
const REFUSALS_OF_A_LIMIT = 3;

/** Turns what the platform says into pauses. */
export class Lessons {
  readonly #pauses: Pauses;
  readonly #clock: Clock;
  readonly #onTrouble: (error: unknown) => void;
  /** Strangers who could not be written to in the last hour, and when. */
  #refusals: { personId: string; at: number }[] = [];

  constructor(pauses: Pauses, clock: Clock, onTrouble: (error: unknown) => void) {
    this.#pauses = pauses;
    this.#clock = clock;
    this.#onTrouble = onTrouble;
  }

  /** Holds at once; what cannot be written down holds until the process ends. */
  take(lesson: Lesson, { chat, isFriend }: PacedMessage): void {
    const now = this.#clock.now();
    const begin = (scope: Parameters<Pauses["begin"]>[0], atLeastMs?: number) => {
      this.#pauses.begin(scope, lesson.why, now, atLeastMs).catch(this.#onTrouble);
    };
    if (lesson.kind === "slow-down") {
      begin("account", lesson.retryAfterMs);
      return;
    }
    if (chat.kind === "group") return;
    begin(`person:${chat.id}`);
    if (isFriend) return;
    this.#refusals = this.#refusals
      .map(({ personId, at }) => ({ personId, at: Math.min(at, now) }))
      .filter(({ personId, at }) => personId !== chat.id && at > now - HOUR_MS);
    this.#refusals.push({ personId: chat.id, at: now });
    if (this.#refusals.length < REFUSALS_OF_A_LIMIT) return;
    this.#refusals = [];
    begin("strangers");
  }
}
