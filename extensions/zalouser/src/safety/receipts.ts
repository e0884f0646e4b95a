import type { Clock } from "channel-kit/time/clock";
import type { Receipts as ReceiptsSetting } from "../config/schema.ts";
import { formatTarget } from "../ids.ts";
import type { Session, Thread, WireMessage } from "../session/port.ts";

/** A receipt goes out so long after the first message it is for, in milliseconds; a person looks no faster. */
const DELAY_MS = { least: 1_000, most: 4_000 };
/** Zalo takes so many messages with one receipt (zca-js 2.2.0); of more, the last ones are told. */
const AT_MOST = 50;
/** Chats whose receipts wait at most; more get none. */
const CHATS_AT_MOST = 200;

export interface ReceiptsOptions {
  session: Pick<Session, "sendSeen" | "sendDelivered">;
  setting: ReceiptsSetting;
  /** Whether something may be shown in a chat now. */
  mayShow(thread: Thread): boolean;
  clock: Clock;
  signal: AbortSignal;
  onTrouble(error: unknown): void;
  /** Source of chance in [0, 1); an argument so that tests can fix it. */
  random?: () => number;
}

/**
 * Tells people that their messages have come: one receipt for what comes within a few seconds, never at once, and
 * none where nothing may be shown. Only messages that the gate let pass are to be brought here.
 */
export class Receipts {
  readonly #options: ReceiptsOptions;
  readonly #waiting = new Map<string, WireMessage[]>();

  constructor(options: ReceiptsOptions) {
    this.#options = options;
  }

  /** Notes a message; never waits and never throws. */
  note(thread: Thread, message: WireMessage): void {
    const { setting, signal } = this.#options;
    if (setting === "off" || signal.aborted) return;
    const key = formatTarget(thread);
    const waiting = this.#waiting.get(key);
    if (waiting !== undefined) {
      waiting.push(message);
      if (waiting.length > AT_MOST) waiting.shift();
      return;
    }
    if (this.#waiting.size >= CHATS_AT_MOST) return;
    this.#waiting.set(key, [message]);
    void this.#sendSoon(thread, key);
  }

  async #sendSoon(thread: Thread, key: string): Promise<void> {
    const { session, setting, mayShow, clock, signal, onTrouble, random = Math.random } = this.#options;
    try {
      await clock.sleep(DELAY_MS.least + (DELAY_MS.most - DELAY_MS.least) * random(), signal);
      const messages = this.#waiting.get(key) ?? [];
      this.#waiting.delete(key);
      if (!mayShow(thread)) return;
      await session.sendDelivered(thread, messages, signal);
      if (setting === "seen") await session.sendSeen(thread, messages, signal);
    } catch (error) {
      this.#waiting.delete(key);
      if (!signal.aborted) onTrouble(error);
    }
  }
}
