import type { Clock } from "channel-kit/time/clock";
import type { SessionEvent, SessionSocket, Thread } from "../session/port.ts";
import { byTime, compareDigits } from "./message-order.ts";

/** How long the first missed message may take to come; Zalo says nothing when there is none. */
const FIRST_ANSWER_MS = 2_000;
/** Missed messages come together; so long after one of them, no other is on its way. */
const QUIET_MS = 250;
/** New messages wait for missed ones at most so long. */
const HOLD_AT_MOST_MS = 15_000;
/** Zalo answers with a part of what was missed, so it is asked again for what came after that. */
const ROUNDS = 20;
/** New messages that wait in memory; more are let through at once, out of order with the missed ones. */
const HELD_AT_MOST = 5_000;

const KINDS = ["direct", "group"] as const;

type MessageEvent = Extract<SessionEvent, { kind: "message" }>;

export interface CatchUpOptions {
  clock: Clock;
  signal: AbortSignal;
  /** Where events go on to; must not throw. */
  deliver(event: SessionEvent): void;
  /** The newest message of a kind of chat that is safely stored. */
  lastKnown(kind: Thread["kind"]): Promise<string | undefined>;
}

/**
 * Brings the messages of one socket into order: what was missed while there was none comes before what is new.
 * Messages wait from the first one on until `run` has asked for the missed ones and they have come, each kind of
 * chat for itself, and never for long. Reactions and the like do not wait.
 */
export class CatchUp {
  readonly #options: CatchUpOptions;
  readonly #lines = { direct: new Line(), group: new Line() };

  constructor(options: CatchUpOptions) {
    this.#options = options;
  }

  take(event: SessionEvent): void {
    const { deliver } = this.#options;
    const line = event.kind === "message" ? this.#lines[event.thread.kind] : undefined;
    if (event.kind !== "message" || !line?.isHeld) {
      deliver(event);
      return;
    }
    line.add(event);
    if (line.size > HELD_AT_MOST) this.#release(line);
  }

  /** Asks for what was missed and then lets everything through. Never rejects. */
  async run(socket: Pick<SessionSocket, "requestOld">): Promise<void> {
    await Promise.all(KINDS.map((kind) => this.#catchUp(kind, socket)));
  }

  /** The socket has ended: what waits is let through. */
  release(): void {
    for (const kind of KINDS) this.#release(this.#lines[kind]);
  }

  async #catchUp(kind: Thread["kind"], socket: Pick<SessionSocket, "requestOld">): Promise<void> {
    const { clock, lastKnown } = this.#options;
    const line = this.#lines[kind];
    try {
      const until = clock.now() + HOLD_AT_MOST_MS;
      let after = await lastKnown(kind);
      if (after === undefined) {
        // Nothing was ever stored that new messages would have to wait for.
        this.#release(line);
        socket.requestOld(kind, undefined);
      }
      for (let round = 0; round < ROUNDS && line.isHeld && clock.now() < until; round += 1) {
        socket.requestOld(kind, after);
        await this.#answered(line, until);
        const { newestOld } = line;
        if (newestOld === undefined || (after !== undefined && compareDigits(newestOld, after) <= 0)) break;
        after = newestOld;
      }
    } catch {
      // The socket or the store is gone; what was missed is asked for again with the next socket.
    } finally {
      this.#release(line);
    }
  }

  /** Resolves when nothing more is to be expected of one request. */
  async #answered(line: Line, until: number): Promise<void> {
    const { clock, signal } = this.#options;
    const before = line.oldCount;
    const giveUpAt = Math.min(clock.now() + FIRST_ANSWER_MS, until);
    let count = before;
    for (;;) {
      const left = (count === before ? giveUpAt : until) - clock.now();
      if (left <= 0 || !line.isHeld) return;
      await clock.sleep(Math.min(QUIET_MS, left), signal);
      if (line.oldCount === count && count !== before) return;
      count = line.oldCount;
    }
  }

  #release(line: Line): void {
    for (const event of line.release()) this.#options.deliver(event);
  }
}

/** The messages of one kind of chat that wait. */
class Line {
  isHeld = true;
  oldCount = 0;
  newestOld: string | undefined;
  #held: MessageEvent[] = [];

  get size(): number {
    return this.#held.length;
  }

  add(event: MessageEvent): void {
    this.#held.push(event);
    if (event.old !== true) return;
    this.oldCount += 1;
    const { msgId } = event.message;
    if (this.newestOld === undefined || compareDigits(msgId, this.newestOld) > 0) this.newestOld = msgId;
  }

  /** Everything that has waited, in order. Nothing waits any more. */
  release(): MessageEvent[] {
    this.isHeld = false;
    return this.#held.splice(0).sort((left, right) => byTime(left.message, right.message));
  }
}
