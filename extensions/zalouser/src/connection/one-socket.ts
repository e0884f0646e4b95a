import { ChannelError, isAborted } from "channel-kit/outcome/channel-error";
import type { Clock } from "channel-kit/time/clock";
import type { Session, SessionEvent, SessionSocket, SocketEnd } from "../session/port.ts";
import type { CatchUp } from "./catch-up.ts";

/** How often it is asked whether the other side is still there. */
const PING_EVERY_MS = 30_000;
/** How often Zalo is told that the session is in use (zca-js maintainers: about every two minutes). */
const KEEP_ALIVE_EVERY_MS = 2 * 60_000;
/** How long a socket that was closed may take to end before it is left to itself. */
const CLOSING_MS = 1_500;

export interface OneSocketOptions {
  accountId: string;
  session: Session;
  clock: Clock;
  signal: AbortSignal;
  /** Puts what the sockets bring into order; one for all of them. */
  catchUp: CatchUp;
  badFrame(): void;
  /** Events can come from here on. The function closes the socket, because what it brought cannot be kept. */
  onReady(giveUp: (error: ChannelError) => void): void;
  /** Something beside the socket failed. */
  onTrouble(error: ChannelError): void;
}

/** How a socket has ended, and why when it was we who ended it. */
export interface Ended extends SocketEnd {
  /** How long it was open, in milliseconds. */
  lastedMs: number;
  error?: ChannelError;
}

/**
 * Opens a socket and resolves when it has ended: because the signal fired, because the other side did not answer
 * any more, or of itself. Rejects when it could not be opened.
 */
export async function runSocket(options: OneSocketOptions): Promise<Ended> {
  const { session, clock, signal, catchUp } = options;
  const over = new AbortController();
  const until = AbortSignal.any([signal, over.signal]);
  let heardAt = clock.now();
  const handlers = {
    event: (event: SessionEvent) => {
      heardAt = clock.now();
      catchUp.take(event);
    },
    badFrame: () => options.badFrame(),
  };
  const socket = await session.openSocket(handlers, signal);
  const openedAt = clock.now();
  const closing = new Closing(socket, clock);
  const onAbort = () => closing.close();
  signal.addEventListener("abort", onAbort, { once: true });
  if (signal.aborted) closing.close();
  try {
    options.onReady((error) => closing.close(error));
    void catchUp.run(socket, until);
    void watch(socket, options, until, () => heardAt, closing);
    void keepAlive(options, until, closing);
    const end = await closing.ended;
    return { ...end, lastedMs: clock.now() - openedAt };
  } finally {
    over.abort();
    signal.removeEventListener("abort", onAbort);
    catchUp.hold();
  }
}

/** A socket that may be closed for a reason of ours, and then ends soon whatever the other side does. */
class Closing {
  readonly ended: Promise<SocketEnd & { error?: ChannelError }>;
  readonly #socket: SessionSocket;
  readonly #clock: Clock;
  #error: ChannelError | undefined;
  #giveUp: (end: SocketEnd) => void = () => {};

  constructor(socket: SessionSocket, clock: Clock) {
    this.#socket = socket;
    this.#clock = clock;
    const givenUp = new Promise<SocketEnd>((resolve) => {
      this.#giveUp = resolve;
    });
    this.ended = Promise.race([socket.ended, givenUp]).then((end) =>
      this.#error === undefined ? end : { ...end, error: this.#error },
    );
  }

  close(error?: ChannelError): void {
    this.#error ??= error;
    this.#socket.close();
    const waited = new AbortController();
    void this.#socket.ended.then(() => waited.abort());
    this.#clock.sleep(CLOSING_MS, waited.signal).then(
      () => this.#giveUp({ why: "closed" }),
      () => {},
    );
  }
}

/** Asks again and again whether the other side is there, and closes the socket when it is not. */
async function watch(
  socket: SessionSocket,
  { clock }: OneSocketOptions,
  signal: AbortSignal,
  heardAt: () => number,
  closing: Closing,
): Promise<void> {
  for (;;) {
    if (!(await slept(clock, PING_EVERY_MS, signal))) return;
    const askedAt = clock.now();
    try {
      await socket.ping(signal);
    } catch (error) {
      if (signal.aborted) return;
      // An answer got lost, and yet somebody is there.
      if (heardAt() > askedAt) continue;
      closing.close(error instanceof ChannelError ? error : silent(error));
      return;
    }
  }
}

async function keepAlive(
  { session, clock, onTrouble }: OneSocketOptions,
  signal: AbortSignal,
  closing: Closing,
): Promise<void> {
  for (;;) {
    if (!(await slept(clock, KEEP_ALIVE_EVERY_MS, signal))) return;
    try {
      await session.keepAlive(signal);
    } catch (error) {
      if (signal.aborted || isAborted(error) || !(error instanceof ChannelError)) continue;
      if (error.code === "unauthorized") closing.close(error);
      else onTrouble(error);
    }
  }
}

async function slept(clock: Clock, ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await clock.sleep(ms, signal);
    return true;
  } catch {
    return false;
  }
}

const silent = (cause: unknown): ChannelError =>
  new ChannelError("timeout", "Zalo did not answer on the open connection.", { cause });
