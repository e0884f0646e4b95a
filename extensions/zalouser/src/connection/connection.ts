import { ChannelError } from "channel-kit/outcome/channel-error";
import type { Clock } from "channel-kit/time/clock";
import type { Session, SessionEvent, SocketEnd, Thread } from "../session/port.ts";
import type { Yielded } from "../status/account-status.ts";
import { CatchUp } from "./catch-up.ts";
import { type Ended, runSocket } from "./one-socket.ts";
import { Pauses } from "./pauses.ts";

/** After so many sockets in a row that did not open, the session is taken up anew: Zalo may have moved them. */
const RENEW_EVERY = 5;
/** A session that was in use for so long without being refused is one that Zalo accepts. */
const ACCEPTED_MS = 10 * 60_000;

/** What is to be seen of a connection from outside. */
export interface ConnectionObserver {
  connecting(): void;
  ready(): void;
  /** It failed or broke off, and is tried again after so many milliseconds. */
  lost(error: ChannelError, retryInMs: number): void;
  /** The owner has taken the account over; it comes back at that time. */
  yielded(to: Yielded, until: number): void;
  badFrame(): void;
  /** Something beside the connection failed and will be tried again. */
  trouble(error: ChannelError): void;
}

export interface ConnectionOptions {
  accountId: string;
  clock: Clock;
  signal: AbortSignal;
  observer: ConnectionObserver;
  /**
   * Takes the saved session up; called first, and again when Zalo has forgotten it or cannot be reached for long.
   * Throws `unauthorized` when only a new login helps. The session given before is its caller's to end.
   */
  login(signal: AbortSignal): Promise<Session>;
  /** In the order in which things happened per chat; must not throw. */
  event(event: SessionEvent): void;
  lastKnown(kind: Thread["kind"]): Promise<string | undefined>;
  /** A socket is open; `giveUp` closes it, because what it brought cannot be kept. */
  opened(giveUp: (error: ChannelError) => void): void;
  /** Waits until this account may connect; others of this process may be about to, too. */
  turn(signal: AbortSignal): Promise<void>;
  random?: () => number;
}

/**
 * Keeps an account connected until the signal fires. Whatever breaks is tried again without end, with growing
 * pauses; two things are not: to the account's owner it gives way for long, and when Zalo refuses the saved login, it
 * rejects with `unauthorized`.
 */
export async function keepConnected(options: ConnectionOptions): Promise<void> {
  const { clock, signal, observer, random } = options;
  const pauses = new Pauses(random);
  const catchUp = new CatchUp({
    clock,
    signal,
    deliver: (event) => options.event(event),
    lastKnown: (kind) => options.lastKnown(kind),
  });
  // What has come is written down before anything ends.
  signal.addEventListener("abort", () => catchUp.release(), { once: true });
  let session: Session | undefined;
  /** What Zalo said when it refused a session, until another one has been good for a while. */
  let refused: ChannelError | undefined;
  while (!signal.aborted) {
    observer.connecting();
    let pauseMs: number;
    try {
      await options.turn(signal);
      session ??= await options.login(signal);
      const end = await runOnce(session, catchUp, options);
      if (signal.aborted) return;
      pauses.lasted(end.lastedMs);
      if (end.lastedMs >= ACCEPTED_MS) refused = undefined;
      if (isYielding(end)) {
        pauseMs = pauses.afterYielding();
        observer.yielded(end.why, clock.now() + pauseMs);
      } else {
        throw end.error ?? brokenOff(options.accountId, end);
      }
    } catch (caught) {
      if (signal.aborted) return;
      const error = asChannelError(options.accountId, caught);
      if (error.code === "unauthorized") {
        // One more try with the saved login: Zalo may have forgotten the session and still know the account.
        if (session === undefined || refused !== undefined) throw error;
        refused = error;
        session = undefined;
      } else if (error.code === "misconfigured") throw error;
      pauseMs = pauses.afterFailure();
      if (pauses.unopened % RENEW_EVERY === 0) session = undefined;
      observer.lost(error, pauseMs);
    }
    await clock.sleep(pauseMs, signal).catch(() => {});
  }
}

async function runOnce(
  session: Session,
  catchUp: CatchUp,
  { accountId, clock, signal, observer, opened }: ConnectionOptions,
): Promise<Ended> {
  return await runSocket({
    accountId,
    session,
    clock,
    signal,
    catchUp,
    badFrame: () => observer.badFrame(),
    onReady: (giveUp) => {
      observer.ready();
      opened(giveUp);
    },
    onTrouble: (error) => observer.trouble(error),
  });
}

const isYielding = <End extends SocketEnd>(end: End): end is End & { why: Yielded } =>
  end.why === "duplicate" || end.why === "kicked";

const brokenOff = (accountId: string, { code }: SocketEnd): ChannelError =>
  new ChannelError(
    "unreachable",
    `Zalo account "${accountId}": the connection to Zalo broke off${code === undefined ? "" : ` (code ${code})`}.`,
  );

function asChannelError(accountId: string, error: unknown): ChannelError {
  if (error instanceof ChannelError) return error;
  return new ChannelError("unreachable", `Zalo account "${accountId}": connecting to Zalo failed.`, {
    cause: error,
  });
}
