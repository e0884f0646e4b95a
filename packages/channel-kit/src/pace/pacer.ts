import type { Ledger } from "../inbox/ledger.ts";
import { ChannelError } from "../outcome/channel-error.ts";
import type { Clock } from "../time/clock.ts";
import { Bell } from "./bell.ts";
import { type HeldAccount, HeldBack, type Hold } from "./held-back.ts";
import { HeldLog } from "./held-log.ts";
import type { Lesson } from "./lessons.ts";
import { type ChatLine, Lines } from "./line.ts";
import { chatKeyOf, isStranger, type PacedMessage, type Permit } from "./paced-message.ts";
import { Rate } from "./rate.ts";
import type { PaceReport } from "./report.ts";
import { Restraints } from "./restraints.ts";
import type { PaceSettings, QuietHours } from "./settings.ts";
import { betweenMs, MOST_TYPING_MS, typingGapMs } from "./typing-gap.ts";

export interface PacerOptions extends HeldAccount {
  pace: PaceSettings;
  quietHours?: QuietHours;
  ledger: Ledger;
  clock: Clock;
  /** Source of chance in [0, 1); an argument so that tests can fix it. */
  random?: () => number;
  /** What a failed send says about the account's standing; undefined when it says nothing. */
  lessonOf(error: ChannelError, message: PacedMessage): Lesson | undefined;
  /** Told once when a chat begins to wait for a cause other than the account's own pace. */
  onHeld?(error: HeldBack): void;
  /** Something could not be written down. */
  onTrouble?(error: unknown): void;
}

/** A cause that lasts longer than this is refused to those who do not want to wait, in milliseconds. */
const LONG_HOLD_MS = 20_000;
/** After this long, in milliseconds, a send that has no end yet holds up the other chats no longer. */
const PERMIT_PATIENCE_MS = 60_000;
/** So many messages wait at most; more are refused at once. */
const MOST_WAITING = 2_000;
/** How many messages a chat takes right after each other. */
const CHAT_BURST = 3;
/** While something waits, the clock on the wall is looked at so often: it may be set, or the machine may sleep. */
const LOOK_EVERY_MS = 60_000;

interface Waiting {
  message: PacedMessage;
  /** When its text could have been typed, once its turn in the chat has come. */
  typedAt?: number;
  /** Whether its person is somebody new, once looked up. */
  isNew?: boolean;
  allow(permit: Permit): void;
  refuse(error: unknown): void;
}

/**
 * Lets the messages of one account out one at a time, at a pace that a person could keep, within the caps for
 * strangers and outside of quiet hours. Order is kept per chat; among chats, answers go before what nobody asked
 * for, then whoever was served longest ago. One per running account; every message of the account must ask it:
 *
 *     using permit = await pacer.admit(message, signal);
 *     const delivery = await session.sendText(…);
 *     permit.learned(delivery);
 *
 * Counts that a restart must not reset stand in the ledger before the message they count is let out.
 */
export class Pacer {
  readonly #options: PacerOptions;
  readonly #random: () => number;
  readonly #rate: Rate;
  readonly #lines: Lines<Waiting>;
  readonly #restraints: Restraints;
  readonly #held = new HeldLog();
  readonly #bell: Bell;
  #permit: Permit | undefined;
  /** When the last message left, and how long the next has to wait after it. */
  #between = { from: 0, ms: 0 };
  #isRunning = false;

  private constructor(options: PacerOptions, restraints: Restraints, random: () => number) {
    const { pace, clock } = options;
    this.#options = options;
    this.#random = random;
    this.#restraints = restraints;
    // A process that is started again and again gets no burst each time.
    this.#rate = new Rate(pace.perMinute, pace.burst, clock.now(), 1);
    this.#lines = new Lines(pace.chatPerMinute, Math.min(CHAT_BURST, pace.burst));
    this.#bell = new Bell(clock);
  }

  /** Reads what an earlier process has counted. Rejects with `ChannelError("storage")` when it cannot. */
  static async open(options: PacerOptions): Promise<Pacer> {
    const { random = Math.random, onTrouble = () => {} } = options;
    const restraints = await Restraints.open({ ...options, random, onTrouble });
    return new Pacer(options, restraints, random);
  }

  /**
   * Waits until the message may leave. Rejects with `HeldBack`, nothing sent, when that will not be before its
   * deadline, or not soon and it does not want to wait; with `aborted` when the signal fires first.
   */
  admit(message: PacedMessage, signal?: AbortSignal): Promise<Permit> {
    const now = this.#options.clock.now();
    if (signal?.aborted) return Promise.reject(stopped(signal.reason));
    if (this.#lines.size >= MOST_WAITING) {
      return Promise.reject(this.#refusal(message, { cause: "line-full", until: now + LOOK_EVERY_MS }));
    }
    const { promise, resolve, reject } = Promise.withResolvers<Permit>();
    const key = chatKeyOf(message);
    const onAbort = () => {
      if (!this.#lines.remove(key, waiting)) return;
      this.#held.clear(key);
      waiting.refuse(stopped(signal?.reason));
      this.#bell.ring();
    };
    const forget = () => signal?.removeEventListener("abort", onAbort);
    const waiting: Waiting = {
      message,
      allow: (permit) => {
        forget();
        resolve(permit);
      },
      refuse: (error) => {
        forget();
        reject(error);
      },
    };
    signal?.addEventListener("abort", onAbort, { once: true });
    this.#lines.add(key, waiting, now);
    this.#bell.ring();
    void this.#run();
    return promise;
  }

  /**
   * Whether receipts and typing may be shown in a chat now: not while the account keeps still or could not answer
   * there.
   */
  mayShow(message: Pick<PacedMessage, "chat" | "isFriend">): boolean {
    return this.#restraints.mayShow(message, this.#options.clock.now());
  }

  /** That person can be written to again: became a friend, or changed a setting. */
  async welcome(personId: string): Promise<void> {
    await this.#restraints.welcome(personId);
    this.#bell.ring();
  }

  /** What an operator may want to know. */
  report(): PaceReport {
    const { clock, pace, timeZone } = this.#options;
    const now = clock.now();
    const { count, account, strangers, people } = this.#restraints.facts(now);
    return {
      timeZone,
      strangersToday: { count: count.sent, cap: pace.strangersPerDay },
      newStrangersThisHour: { count: count.newAt.length, cap: pace.strangersPerHour },
      waiting: this.#lines.size,
      heldBack: this.#held.facts(now),
      peoplePaused: people,
      ...(account === undefined ? {} : { paused: { until: account.until, why: account.why } }),
      ...(strangers === undefined ? {} : { strangersPaused: { until: strangers.until, why: strangers.why } }),
    };
  }

  /** Forgets people who have not been written to for long. */
  async prune(): Promise<void> {
    await this.#restraints.prune();
  }

  async #run(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    try {
      while (this.#lines.size > 0) {
        const soonest = await this.#step();
        const ms = Math.max(1, soonest - this.#options.clock.now());
        if (this.#lines.size > 0) await this.#bell.wait(Math.min(LOOK_EVERY_MS, ms));
      }
    } finally {
      this.#isRunning = false;
    }
  }

  /** Lets one message out if one may leave; answers when to look again, in epoch milliseconds. */
  async #step(): Promise<number> {
    const { clock } = this.#options;
    this.#dropLate(clock.now());
    let soonest = Number.POSITIVE_INFINITY;
    let next: { chat: ChatLine<Waiting>; head: Waiting } | undefined;
    for (const chat of this.#lines.waiting(clock.now())) {
      const found = await this.#look(chat);
      if (found === undefined) continue;
      if (found.hold !== undefined) soonest = Math.min(soonest, found.hold.until);
      else if (next === undefined || isBefore(found.head, next.head)) next = { chat, head: found.head };
    }
    if (next !== undefined && this.#permit === undefined) {
      await this.#letOut(next.chat, next.head);
      return clock.now();
    }
    for (const { message } of this.#lines.all()) soonest = Math.min(soonest, message.deadlineAt);
    return soonest;
  }

  /** The first message of a chat that is not refused, and what keeps it back; undefined when none is left. */
  async #look(chat: ChatLine<Waiting>): Promise<{ head: Waiting; hold: Hold | undefined } | undefined> {
    for (let head = chat.items[0]; head !== undefined; head = chat.items[0]) {
      await this.#lookUp(head);
      if (chat.items[0] !== head) continue;
      const now = this.#options.clock.now();
      const hold = this.#holdOf(chat, head, now);
      if (hold === undefined || !this.#isHopeless(head.message, hold, now)) {
        if (hold !== undefined) this.#note(chat.key, hold, now);
        return { head, hold };
      }
      this.#drop(head, this.#refusal(head.message, hold));
    }
    return undefined;
  }

  /** Whether a stranger is somebody new; a failure is the message's own. */
  async #lookUp(waiting: Waiting): Promise<void> {
    const { message } = waiting;
    if (!isStranger(message) || waiting.isNew !== undefined) return;
    try {
      waiting.isNew = await this.#restraints.isNew(message.chat.id);
    } catch (error) {
      this.#drop(waiting, error);
    }
  }

  /** What keeps the first message of a chat back now. */
  #holdOf(chat: ChatLine<Waiting>, head: Waiting, now: number): Hold | undefined {
    const lasting = this.#restraints.hold(head.message, head.isNew ?? true, now);
    if (lasting !== undefined) return lasting;
    const { typing } = this.#options.pace;
    head.typedAt ??= now + (typing ? typingGapMs(head.message.length, this.#random) : 0);
    // A clock that went back makes nothing last longer.
    head.typedAt = Math.min(head.typedAt, now + MOST_TYPING_MS);
    this.#between.from = Math.min(this.#between.from, now);
    const { from, ms } = this.#between;
    const until = Math.max(
      head.typedAt,
      from + ms,
      // An account that is busy must not tick like a clock either.
      this.#rate.readyAt(now) + ms,
      chat.rate.readyAt(now),
    );
    return until > now ? { cause: "pace", until } : undefined;
  }

  /** True when it makes no sense, or is not wanted, to wait for the end of what keeps a message back. */
  #isHopeless({ deadlineAt, longHolds }: PacedMessage, { cause, until }: Hold, now: number): boolean {
    if (cause === "strangers-per-day" || cause === "person" || until > deadlineAt) return true;
    return longHolds === "refuse" && cause !== "pace" && until - now > LONG_HOLD_MS;
  }

  #dropLate(now: number): void {
    for (const waiting of this.#lines.all()) {
      const { deadlineAt } = waiting.message;
      if (now >= deadlineAt) {
        this.#drop(waiting, this.#refusal(waiting.message, { cause: "pace", until: now + LONG_HOLD_MS }));
      }
    }
  }

  async #letOut(chat: ChatLine<Waiting>, head: Waiting): Promise<void> {
    const { clock } = this.#options;
    const { message, isNew = true } = head;
    if (isStranger(message)) {
      try {
        await this.#restraints.count(message.chat.id, isNew, clock.now());
      } catch (error) {
        this.#drop(head, error);
        return;
      }
    }
    // Whoever stopped waiting while that was written down has been counted, which errs on the safe side.
    if (!this.#lines.remove(chat.key, head)) return;
    const now = clock.now();
    this.#rate.take(now);
    this.#lines.served(chat, now);
    this.#between = { from: now, ms: betweenMs(this.#random) };
    this.#held.clear(chat.key);
    head.allow(this.#newPermit(message));
  }

  #newPermit(message: PacedMessage): Permit {
    const { clock, lessonOf } = this.#options;
    const done = new AbortController();
    const permit: Permit = {
      learned: (delivery) => {
        if (delivery.kind === "sent") return;
        const lesson = lessonOf(delivery.error, message);
        if (lesson !== undefined) this.#restraints.learn(lesson, message);
      },
      [Symbol.dispose]: () => done.abort(),
    };
    this.#permit = permit;
    const free = () => {
      if (this.#permit !== permit) return;
      this.#permit = undefined;
      this.#bell.ring();
    };
    clock.sleep(PERMIT_PATIENCE_MS, done.signal).then(free, free);
    return permit;
  }

  #refusal(message: PacedMessage, hold: Hold): HeldBack {
    const now = this.#options.clock.now();
    this.#note(chatKeyOf(message), hold, now);
    return new HeldBack(hold, this.#options, now);
  }

  #note(chatKey: string, hold: Hold, now: number): void {
    if (this.#held.note(chatKey, hold, now)) this.#options.onHeld?.(new HeldBack(hold, this.#options, now));
  }

  #drop(waiting: Waiting, error: unknown): void {
    if (this.#lines.remove(chatKeyOf(waiting.message), waiting)) waiting.refuse(error);
  }
}

/** Answers go before what nobody asked for. */
const isBefore = (left: Waiting, right: Waiting): boolean =>
  !left.message.proactive && right.message.proactive;

function stopped(cause: unknown): ChannelError {
  return new ChannelError("aborted", "Sending was stopped.", { cause });
}
