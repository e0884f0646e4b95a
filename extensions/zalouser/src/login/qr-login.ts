import { ChannelError, isAborted } from "channel-kit/outcome/channel-error";
import type { Clock } from "channel-kit/time/clock";
import type { Credentials, QrOutcome, QrStep, Session } from "../session/port.ts";
import { StepLine } from "./step-line.ts";

/** How many codes are shown before the login is given up; Zalo lets each live for 100 seconds (zca-js 2.2.0). */
export const CODES_AT_MOST = 6;

/** After this time no new code is asked for, in milliseconds. */
export const LOGIN_LIMIT_MS = 10 * 60_000;

/**
 * How long one code may take from the first request to its confirmation, in milliseconds. A little more than it lives:
 * this is for a login page that says nothing at all.
 */
export const CODE_LIMIT_MS = 150_000;

/** A login page that has shown no code for so long is said to be silent, in milliseconds. Most take one or two seconds. */
export const SILENT_MS = 8_000;

/** Between a code that the network took away and the next, in milliseconds. */
const PAUSE_MS = 2_000;

/** What one login needs of its surroundings. */
export interface LoginDesk {
  accountId: string;
  /** Shows one code, as `Zalo.loginByQr` does. */
  loginByQr(observer: (step: QrStep) => void, signal: AbortSignal): Promise<QrOutcome>;
  /** Keeps the login for the account's next start, whole or not at all. */
  save(credentials: Credentials): Promise<void>;
  clock: Clock;
}

/**
 * What somebody who logs in goes through. `declined`, `given-up` and `saved` are the last step.
 *
 * - `silent`: there is no code yet because Zalo's login page has not answered; said once for each code.
 * - `expired`: nobody confirmed in time; another code follows.
 * - `interrupted`: Zalo could not be reached; another code follows.
 * - `given-up`: no more codes are shown.
 * - `confirmed`: the account is logged in and not saved yet. The session lives until the next step is asked for.
 */
export type LoginStep =
  | QrStep
  | Silent
  | { kind: "expired" }
  | { kind: "interrupted"; problem: ChannelError }
  | { kind: "declined" }
  | { kind: "given-up" }
  | { kind: "confirmed"; session: Session; name: string; userId: string }
  | { kind: "saved"; name: string; userId: string };

interface Silent {
  kind: "silent";
}

/**
 * Logs an account in by QR code, in steps that a terminal, the gateway or a guided set-up shows. Ends with `aborted`
 * when the signal fires or the reader goes away, and then nothing is saved, even when the phone confirms later.
 */
export async function* qrLogin(desk: LoginDesk, signal: AbortSignal): AsyncGenerator<LoginStep, void> {
  const { accountId, clock } = desk;
  const begun = clock.now();
  for (let shown = 1; ; shown += 1) {
    const outcome = yield* showCode(desk, signal);
    if (outcome.kind === "declined") {
      yield { kind: "declined" };
      return;
    }
    if (outcome.kind === "confirmed") {
      yield* keep(desk, outcome.session, signal);
      return;
    }
    if (shown >= CODES_AT_MOST || clock.now() - begun >= LOGIN_LIMIT_MS) {
      if (outcome.kind === "interrupted") throw outcome.problem;
      yield { kind: "given-up" };
      return;
    }
    yield outcome;
    if (outcome.kind === "interrupted") {
      await clock.sleep(PAUSE_MS, signal).catch(() => undefined);
      if (signal.aborted) throw stopped(accountId);
    }
  }
}

type CodeEnd = QrOutcome | Extract<LoginStep, { kind: "interrupted" }>;

async function* showCode(desk: LoginDesk, signal: AbortSignal): AsyncGenerator<LoginStep, CodeEnd> {
  const gone = new AbortController();
  const either = AbortSignal.any([signal, gone.signal]);
  const steps = new StepLine<QrStep | Silent>();
  const close = () => steps.close();
  either.addEventListener("abort", close, { once: true });
  if (either.aborted) throw stopped(desk.accountId);
  let isSilent = true;
  const take = (step: QrStep) => {
    isSilent = false;
    steps.push(step);
  };
  const attempt = desk.loginByQr(take, either);
  attempt.then(close, close);
  desk.clock.sleep(SILENT_MS, either).then(() => isSilent && steps.push({ kind: "silent" }), close);
  let isLate = false;
  const late = () => {
    isLate = !either.aborted;
    steps.close();
  };
  desk.clock.sleep(CODE_LIMIT_MS, either).then(late, close);
  let isTaken = false;
  try {
    for await (const step of steps) yield step;
    if (either.aborted) throw stopped(desk.accountId);
    if (isLate) throw silent(desk.accountId);
    const outcome = await attempt;
    // The phone may have confirmed in the very moment in which the operator stopped.
    if (either.aborted) throw stopped(desk.accountId);
    isTaken = true;
    return outcome;
  } catch (error) {
    if (either.aborted || isAborted(error)) throw stopped(desk.accountId);
    if (!(error instanceof ChannelError) || !error.retryable) throw error;
    return { kind: "interrupted", problem: error };
  } finally {
    either.removeEventListener("abort", close);
    gone.abort();
    if (!isTaken) letGo(attempt);
  }
}

async function* keep(
  { accountId, save }: LoginDesk,
  session: Session,
  signal: AbortSignal,
): AsyncGenerator<LoginStep, void> {
  const who = { name: "", userId: session.ownId };
  try {
    who.name = await ownName(session, signal);
    if (signal.aborted) throw stopped(accountId);
    yield { kind: "confirmed", session, ...who };
    if (signal.aborted) throw stopped(accountId);
    await save(session.credentials());
  } finally {
    // Only the gateway's running account may keep a session.
    await session[Symbol.asyncDispose]();
  }
  yield { kind: "saved", ...who };
}

/** Empty when Zalo did not say; the login is none the worse for that. */
async function ownName(session: Session, signal: AbortSignal): Promise<string> {
  try {
    return (await session.ownProfile(signal)).name;
  } catch (error) {
    if (error instanceof ChannelError && error.code === "unauthorized") throw error;
    return "";
  }
}

/** Ends whatever a login that nobody waits for any more still brings. */
function letGo(attempt: Promise<QrOutcome>): void {
  attempt.then(
    async (outcome) => {
      if (outcome.kind === "confirmed") await outcome.session[Symbol.asyncDispose]();
    },
    () => undefined,
  );
}

const silent = (accountId: string): ChannelError =>
  new ChannelError("timeout", `Zalo account "${accountId}": Zalo's login page did not answer.`, {
    fix: "Check this machine's network and its proxy.",
  });

const stopped = (accountId: string): ChannelError =>
  new ChannelError("aborted", `Zalo account "${accountId}": the login was stopped, and nothing was saved.`);
