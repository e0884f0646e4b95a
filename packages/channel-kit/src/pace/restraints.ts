import type { Ledger } from "../inbox/ledger.ts";
import type { Clock } from "../time/clock.ts";
import type { Hold } from "./held-back.ts";
import { type Lesson, Lessons } from "./lessons.ts";
import { isStranger, type PacedMessage } from "./paced-message.ts";
import { type Pause, Pauses } from "./pauses.ts";
import { quietUntil } from "./quiet-hours.ts";
import type { PaceSettings, QuietHours } from "./settings.ts";
import { countAt, StrangerBook, type StrangerCaps, type StrangerCount, strangerHold } from "./strangers.ts";

export interface RestraintsOptions {
  pace: PaceSettings;
  quietHours?: QuietHours;
  timeZone: string;
  ledger: Ledger;
  clock: Clock;
  random: () => number;
  onTrouble(error: unknown): void;
}

/** What keeps an account's messages back for longer than its pace does: pauses, quiet hours, caps. */
export class Restraints {
  readonly #options: RestraintsOptions;
  readonly #pauses: Pauses;
  readonly #book: StrangerBook;
  readonly #lessons: Lessons;
  #strangers: StrangerCount;

  private constructor(
    options: RestraintsOptions,
    pauses: Pauses,
    book: StrangerBook,
    strangers: StrangerCount,
  ) {
    this.#options = options;
    this.#pauses = pauses;
    this.#book = book;
    this.#strangers = strangers;
    this.#lessons = new Lessons(pauses, options.clock, options.onTrouble);
  }

  static async open(options: RestraintsOptions): Promise<Restraints> {
    const book = new StrangerBook(options.ledger);
    const pauses = await Pauses.open(options.ledger, options.random);
    return new Restraints(options, pauses, book, await book.read());
  }

  /** What keeps a message back now. `isNew`: its person is a stranger who has not been written to lately. */
  hold(message: PacedMessage, isNew: boolean, now: number): Hold | undefined {
    const { quietHours, timeZone } = this.#options;
    const { kind, id } = message.chat;
    const person = kind === "direct" ? this.#pauses.at(`person:${id}`, now) : undefined;
    if (person !== undefined) return holdOf("person", person);
    const account = this.#pauses.at("account", now);
    if (account !== undefined) return holdOf("paused", account);
    if (quietHours !== undefined && (message.proactive || quietHours.answers === "hold")) {
      const until = quietUntil(quietHours, timeZone, now);
      if (until !== undefined) return { cause: "quiet-hours", until };
    }
    if (!isStranger(message)) return undefined;
    const strangers = this.#pauses.at("strangers", now);
    if (strangers !== undefined) return holdOf("strangers-paused", strangers);
    return strangerHold(this.#strangers, isNew, now, this.#caps());
  }

  /** Whether receipts and typing may be shown to somebody now; the same as whether an answer could go out. */
  mayShow(message: Pick<PacedMessage, "chat" | "isFriend">, now: number): boolean {
    const answer = { ...message, proactive: false, length: 0, deadlineAt: now, longHolds: "refuse" } as const;
    return this.hold(answer, false, now) === undefined;
  }

  /** Whether a person has not been written to within the last 30 days. */
  async isNew(personId: string): Promise<boolean> {
    return await this.#book.isNew(personId);
  }

  /** Writes down that a message is about to go to a stranger. */
  async count(personId: string, isNew: boolean, now: number): Promise<void> {
    this.#strangers = await this.#book.count(personId, isNew, now, this.#caps());
  }

  learn(lesson: Lesson, message: PacedMessage): void {
    this.#lessons.take(lesson, message);
  }

  async welcome(personId: string): Promise<void> {
    await this.#pauses.end(`person:${personId}`);
  }

  /** The counts as they stand, and who is paused. */
  facts(now: number): {
    count: StrangerCount;
    account: Pause | undefined;
    strangers: Pause | undefined;
    people: number;
  } {
    return {
      count: countAt(this.#strangers, now, this.#caps()),
      account: this.#pauses.at("account", now),
      strangers: this.#pauses.at("strangers", now),
      people: this.#pauses.people(now),
    };
  }

  async prune(): Promise<void> {
    await this.#book.prune();
  }

  #caps(): StrangerCaps {
    const { pace, timeZone } = this.#options;
    return { perHour: pace.strangersPerHour, perDay: pace.strangersPerDay, timeZone };
  }
}

const holdOf = (cause: Hold["cause"], { until, why }: Pause): Hold => ({ cause, until, why });
