import { randomUUID } from "node:crypto";
import { ChannelError } from "channel-kit/outcome/channel-error";
import type { Clock } from "channel-kit/time/clock";
import { type LoginDesk, type LoginStep, qrLogin } from "./qr-login.ts";
import type { Words } from "./words-en.ts";

/** How long one call waits when the caller does not say, and at most, in milliseconds. */
const WAIT_MS = 120_000;
const WAIT_AT_MOST_MS = 10 * 60_000;

/** What a page shows of a login. Nothing of it may be logged: the picture lets whoever has it log in. */
export interface WebLoginView {
  message: string;
  connected: boolean;
  qrDataUrl?: string;
  sessionKey?: string;
}

/**
 * Logins by QR code that a page shows: one call starts, further calls wait for what comes next. One login per account
 * is under way at a time, and each ends by itself, whether anybody still waits or not.
 */
export class WebLogins {
  readonly #running = new Map<string, RunningLogin>();

  /** The login that is under way, or a new one; with `isForced` always a new one. Resolves when there is a code to show. */
  async start(
    desk: LoginDesk,
    { words, isForced, timeoutMs }: { words: Words; isForced: boolean; timeoutMs: number | undefined },
  ): Promise<WebLoginView> {
    const { accountId } = desk;
    const present = this.#running.get(accountId);
    if (present !== undefined && !present.hasEnded && !isForced) {
      return await present.view(timeoutMs, undefined);
    }
    present?.stop();
    const login = new RunningLogin(desk, words);
    this.#running.set(accountId, login);
    const view = await login.view(timeoutMs, undefined);
    if (login.hasEnded) this.#forget(accountId, login);
    return view;
  }

  /**
   * Resolves when the login has ended, when there is another picture than `currentQrDataUrl`, or when the time is up.
   * The end is told once.
   */
  async wait(
    accountId: string,
    { words, sessionKey, timeoutMs, currentQrDataUrl }: WaitFor,
  ): Promise<WebLoginView> {
    const login = this.#running.get(accountId);
    if (login === undefined) return { connected: false, message: words.noLogin };
    if (sessionKey !== undefined && sessionKey !== login.key) {
      return { connected: false, message: words.otherLogin };
    }
    const view = await login.view(timeoutMs, currentQrDataUrl ?? login.picture);
    if (login.hasEnded) this.#forget(accountId, login);
    return view;
  }

  /** Ends the account's login, if one is under way. Nothing is saved after this. */
  stop(accountId: string): void {
    this.#running.get(accountId)?.stop();
    this.#running.delete(accountId);
  }

  #forget(accountId: string, login: RunningLogin): void {
    if (this.#running.get(accountId) === login) this.#running.delete(accountId);
  }
}

export interface WaitFor {
  words: Words;
  sessionKey: string | undefined;
  timeoutMs: number | undefined;
  currentQrDataUrl: string | undefined;
}

class RunningLogin {
  readonly key = randomUUID();
  picture: string | undefined;
  hasEnded = false;
  readonly #words: Words;
  readonly #clock: Clock;
  readonly #stop = new AbortController();
  #message: string;
  #isConnected = false;
  #problem: unknown;
  #changed = Promise.withResolvers<void>();

  constructor(desk: LoginDesk, words: Words) {
    this.#words = words;
    this.#clock = desk.clock;
    this.#message = words.scanShort;
    void this.#run(desk);
  }

  stop(): void {
    this.#stop.abort();
  }

  /** As it is once the picture is another than `shown`, the login has ended, or the time is up. */
  async view(timeoutMs: number | undefined, shown: string | undefined): Promise<WebLoginView> {
    const over = new AbortController();
    const late = this.#clock.sleep(Math.min(timeoutMs ?? WAIT_MS, WAIT_AT_MOST_MS), over.signal).then(
      () => true,
      () => true,
    );
    let isLate = false;
    while (!this.hasEnded && !isLate && this.picture === shown) {
      isLate = (await Promise.race([late, this.#changed.promise])) === true;
    }
    over.abort();
    if (this.#problem !== undefined) throw this.#problem;
    return {
      message: this.#message,
      connected: this.#isConnected,
      sessionKey: this.key,
      ...(this.picture === undefined || this.hasEnded ? {} : { qrDataUrl: this.picture }),
    };
  }

  async #run(desk: LoginDesk): Promise<void> {
    try {
      for await (const step of qrLogin(desk, this.#stop.signal)) {
        this.#take(step);
        this.#tell();
      }
    } catch (error) {
      this.#message = this.#words.otherLogin;
      const isStopped = error instanceof ChannelError && error.code === "aborted";
      if (!isStopped) this.#problem = error;
    } finally {
      this.hasEnded = true;
      this.#tell();
    }
  }

  #take(step: LoginStep): void {
    const words = this.#words;
    switch (step.kind) {
      case "code":
        this.#message = this.picture === undefined ? words.scanShort : words.newCode;
        this.picture = `data:image/png;base64,${Buffer.from(step.png).toString("base64")}`;
        break;
      case "silent":
        this.#message = words.silentShort;
        break;
      case "scanned":
        this.#message = words.scannedShort(step.by || words.nobody);
        break;
      case "expired":
        this.#message = words.expired;
        break;
      case "interrupted":
        this.#message = words.interrupted(step.problem.message);
        break;
      case "declined":
        this.#message = words.declined;
        break;
      case "given-up":
        this.#message = words.givenUp;
        break;
      case "confirmed":
        this.#message = words.confirmed(step.name || words.nobody, step.userId);
        break;
      case "saved":
        this.#isConnected = true;
        break;
      default:
        step satisfies never;
    }
  }

  #tell(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers<void>();
  }
}
