import type { Clock } from "channel-kit/time/clock";
import type { SessionEvent, SessionSocket, Thread } from "../session/port.ts";
import { byTime, compareDigits } from "./message-order.ts";

/** How long the first missed message may take to come; Zalo says nothing when there is none. */
const FIRST_ANSWER_MS = 2_000;
/** Missed messages come together; so long after one of them, no other is on its way. */
const QUIET_MS = 150;
/** A new message waits for missed ones at most so long, over however many sockets. */
const HOLD_AT_MOST_MS = 30_000;
/** Zalo answers with a part of what was missed, so it is asked again for what came after that. */
const ROUNDS = 20;
/** New messages that wait in memory; with more, all are let through, out of order with the missed ones. */
const HELD_AT_MOST = 5_000;

const KINDS = ["direct", "group"] as const;

type MessageEvent = Extract<SessionEvent, { kind: "message" }>;

export interface CatchUpOptions {
  clock: Clock;
  /** Ends all waiting; what waits is let through then. */
  signal: AbortSignal;
  /** Where events go on to; must not throw. */
  deliver(event: SessionEvent): void;
  /** The newest message of a kind of chat that is safely stored. */
  lastKnown(kind: Thread["kind"]): Promise<string | undefined>;
}

/**
 * Brings the messages of an account's sockets into order: what was missed while there was none comes before what is
 * new. From the end of one socket messages wait until the next one has been asked for the missed ones and these have
 * come, each kind of chat for itself, and never for long. Reactions and the like do not wait.
 */
export class CatchUp {
  readonly #options: CatchUpOptions;
  readonly #lines: Readonly<Record<Thread["kind"], Line>>;

  constructor(options: CatchUpOptions) {
    this.#options = options;
    this.#lines = { direct: new Line(options), group: new Line(options) };
  }

  take(event: SessionEvent): void {
    if (event.kind === "message") this.#lines[event.thread.kind].take(event);
    else this.#options.deliver(event);
  }

  /** Asks an open socket for what was missed, and then lets everything through. Never rejects. */
  async run(socket: Pick<SessionSocket, "requestOld">, ended: AbortSignal): Promise<void> {
    await Promise.all(KINDS.map((kind) => this.#catchUp(kind, socket, ended)));
  }

  /** The socket has ended: from here on messages wait for what the next one is asked for. */
  hold(): void {
    for (const kind of KINDS) this.#lines[kind].hold();
  }

  /** Lets everything through that waits. */
  release(): void {
    for (const kind of KINDS) this.#lines[kind].release();
  }

  async #catchUp(
    kind: Thread["kind"],
    socket: Pick<SessionSocket, "requestOld">,
    ended: AbortSignal,
  ): Promise<void> {
    const line = this.#lines[kind];
    try {
      let after = await this.#options.lastKnown(kind);
      if (after === undefined) {
        // Nothing was ever stored that new messages would have to wait for.
        line.release();
        socket.requestOld(kind, undefined);
      }
      for (let round = 0; round < ROUNDS && line.isHeld && !ended.aborted; round += 1) {
        line.newestOld = undefined;
        socket.requestOld(kind, after);
        await this.#answered(line, ended);
        const { newestOld } = line;
        if (newestOld === undefined || (after !== undefined && compareDigits(newestOld, after) <= 0)) break;
        after = newestOld;
        // Up to there nothing is missing any more, even if this socket ends, too.
        line.letThrough(newestOld);
      }
      if (!ended.aborted) line.release();
    } catch {
      // The socket or the store is gone; what was missed is asked for again with the next socket.
    }
  }

  /** Resolves when nothing more is to be expected of one request; rejects when the socket has ended. */
  async #answered(line: Line, ended: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    const before = line.oldCount;
    const giveUpAt = clock.now() + FIRST_ANSWER_MS;
    for (let count = before; line.isHeld; ) {
      const left = count === before ? giveUpAt - clock.now() : QUIET_MS;
      if (left <= 0) return;
      await clock.sleep(Math.min(QUIET_MS, left), ended);
      if (line.oldCount === count && count !== before) return;
      count = line.oldCount;
    }
  }
}

/** The messages of one kind of chat. */
class Line {
  isHeld = true;
  oldCount = 0;
  newestOld: string | undefined;
  readonly #options: CatchUpOptions;
  /** By chat and message: what is asked for again comes again. */
  readonly #held = new Map<string, MessageEvent>();
  #isWatched = false;

  constructor(options: CatchUpOptions) {
    this.#options = options;
  }

  take(event: MessageEvent): void {
    const { msgId } = event.message;
    if (event.old === true) {
      this.oldCount += 1;
      if (this.newestOld === undefined || compareDigits(msgId, this.newestOld) > 0) this.newestOld = msgId;
    }
    if (!this.isHeld) {
      this.#options.deliver(event);
      return;
    }
    this.#held.set(`${event.thread.id}:${msgId}`, event);
    if (this.#held.size > HELD_AT_MOST) this.release();
    else void this.#letThroughInTime();
  }

  hold(): void {
    this.isHeld = !this.#options.signal.aborted;
  }

  /** Lets everything through that has waited, in order. Nothing waits any more. */
  release(): void {
    this.isHeld = false;
    this.letThrough();
  }

  /** Lets through, in order, what has waited and is no newer than a message; without one, all of it. */
  letThrough(newest?: string): void {
    const ready = [...this.#held].filter(
      ([, { message }]) => newest === undefined || compareDigits(message.msgId, newest) <= 0,
    );
    for (const [key] of ready) this.#held.delete(key);
    ready.sort(([, left], [, right]) => byTime(left.message, right.message));
    for (const [, event] of ready) this.#options.deliver(event);
  }

  /** Nobody waits for ever, not even while no socket can be opened. */
  async #letThroughInTime(): Promise<void> {
    if (this.#isWatched) return;
    this.#isWatched = true;
    const { clock, signal } = this.#options;
    const until = clock.now() + HOLD_AT_MOST_MS;
    while (this.#held.size > 0 && !signal.aborted && clock.now() < until) {
      await clock.sleep(QUIET_MS, signal).catch(() => {});
    }
    this.#isWatched = false;
    this.letThrough();
  }
}
