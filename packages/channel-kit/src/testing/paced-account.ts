import type { ChannelError } from "../outcome/channel-error.ts";
import type { Delivery } from "../outcome/delivery.ts";
import type { HeldBack } from "../pace/held-back.ts";
import type { Lesson } from "../pace/lessons.ts";
import type { PacedMessage } from "../pace/paced-message.ts";
import { Pacer, type PacerOptions } from "../pace/pacer.ts";
import { PACE_DEFAULTS, type PaceSettings, TIME_ZONE_DEFAULT } from "../pace/settings.ts";
import { FakeClock } from "./fake-clock.ts";
import { MemoryLedger } from "./memory-ledger.ts";

/** One message as a platform saw it leave. */
export interface Left {
  chat: string;
  text: string;
  at: number;
}

const DAY_MS = 24 * 60 * 60 * 1_000;
/** Noon of 2026-03-02 in Việt Nam. */
export const NOON = Date.UTC(2026, 2, 2, 5);

/** Numbers in [0, 1) that are the same in every run. */
export function seeded(seed = 1): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** An account whose messages go through a pacer to a platform that the story controls. */
export class PacedAccount {
  readonly left: Left[] = [];
  /** What became of messages that did not leave. */
  readonly refused: { chat: string; text: string; error: ChannelError }[] = [];
  /** What the account's owner was told. */
  readonly told: string[] = [];
  /** What the platform answers, and after how many milliseconds; it accepts by default. */
  answer: (chat: string) => { delivery: Delivery; afterMs?: number } = () => ({
    delivery: { kind: "sent", messageId: "m" },
  });
  lessonOf: (error: ChannelError) => Lesson | undefined = () => undefined;
  readonly clock: FakeClock;
  readonly ledger: MemoryLedger;
  readonly #options: Partial<PacerOptions>;
  #pacer: Pacer | undefined;

  private constructor(clock: FakeClock, options: Partial<PacerOptions>) {
    this.clock = clock;
    this.ledger = new MemoryLedger(clock);
    this.#options = options;
  }

  static async open(
    options: Partial<Omit<PacerOptions, "pace">> & { pace?: Partial<PaceSettings>; startMs?: number } = {},
  ): Promise<PacedAccount> {
    const { startMs = NOON, pace, ...rest } = options;
    const clock = new FakeClock(startMs);
    const all = { ...rest, pace: { ...PACE_DEFAULTS, ...pace } };
    const account = new PacedAccount(clock, all);
    await account.restart();
    return account;
  }

  get pacer(): Pacer {
    if (this.#pacer === undefined) throw new Error("The account is not open.");
    return this.#pacer;
  }

  /** A new process: nothing is left but what was written down. */
  async restart(): Promise<void> {
    this.#pacer = await Pacer.open({
      label: 'Zalo account "shop"',
      settingsPath: "channels.zalouser",
      timeZone: TIME_ZONE_DEFAULT,
      ledger: this.ledger,
      clock: this.clock,
      random: seeded(),
      pace: PACE_DEFAULTS,
      lessonOf: (error) => this.lessonOf(error),
      onHeld: (error: HeldBack) => this.told.push(error.message),
      ...this.#options,
    });
  }

  /** Has one message sent, as the code that sends would. Resolves when it has left or was refused. */
  async say(
    chat: string,
    text = "xin chào",
    { signal, ...message }: Partial<PacedMessage> & { signal?: AbortSignal } = {},
  ): Promise<void> {
    try {
      using permit = await this.pacer.admit(
        {
          chat: { kind: "direct", id: chat },
          isFriend: true,
          proactive: false,
          length: text.length,
          deadlineAt: this.clock.now() + 7 * DAY_MS,
          longHolds: "wait",
          ...message,
        },
        signal,
      );
      this.left.push({ chat, text, at: this.clock.now() });
      const { delivery, afterMs } = this.answer(chat);
      if (afterMs !== undefined) await this.clock.sleep(afterMs);
      permit.learned(delivery);
    } catch (error) {
      this.refused.push({ chat, text, error: error as ChannelError });
    }
  }

  /** Lets time pass, in steps, so that everything happens when it should. */
  async pass(ms: number, stepMs = 1_000): Promise<void> {
    const until = this.clock.now() + ms;
    await turn();
    while (this.clock.now() < until) {
      await this.clock.advance(Math.min(stepMs, until - this.clock.now()));
      await turn();
    }
  }

  /** Lets time pass until everything that was asked to be said is said or refused. */
  async finish(all: readonly Promise<void>[], stepMs = 1_000): Promise<void> {
    let isDone = false;
    void Promise.all(all).then(() => {
      isDone = true;
    });
    await turn();
    while (!isDone) await this.pass(stepMs, stepMs);
  }

  texts = (chat: string): string[] => this.left.filter((one) => one.chat === chat).map(({ text }) => text);
}

/** Lets everything happen that time need not pass for. */
const turn = () => new Promise((resolve) => setImmediate(resolve));
