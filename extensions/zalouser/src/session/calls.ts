import { ChannelError } from "channel-kit/outcome/channel-error";
import type { Delivery } from "channel-kit/outcome/delivery";
import { type CallScope, callScope } from "./call-scope.ts";
import { type Failure, readFailure } from "./failures.ts";

export interface CallOptions {
  signal: AbortSignal;
  /** The whole call, however many requests it takes, in milliseconds. */
  ms: number;
  /** The most that one request of it may take, in milliseconds, when that is less. */
  requestMs?: number;
}

/** Carries calls of the library out: each with a deadline, a way to end it, and an error that says what happened. */
export class Calls {
  readonly #accountId: string;
  /** Fires when the session is over; everything under way ends. */
  readonly #over = new AbortController();
  /** One after the other, because a client's own name of a message is the millisecond in which it is made (O3). */
  #line: Promise<unknown> = Promise.resolve();
  #lastMs = 0;
  #onCookies = (): void => {};

  constructor(accountId: string) {
    this.#accountId = accountId;
  }

  /** Resolves to what the call came to, or throws a `ChannelError`. `what` is its name. */
  async ask<Value>(what: string, options: CallOptions, work: () => Promise<Value>): Promise<Value> {
    const outcome = await this.#run(what, options, work);
    if ("error" in outcome) throw outcome.error;
    return outcome.value;
  }

  /** Like `ask`, after all others of its kind. */
  askInLine<Value>(what: string, options: CallOptions, work: () => Promise<Value>): Promise<Value> {
    return this.#inLine(options.signal, () => this.ask(what, options, work));
  }

  /** Sends something, after all others of its kind. `work` resolves to the id of the message. */
  async deliver(what: string, options: CallOptions, work: () => Promise<string>): Promise<Delivery> {
    const outcome = await this.#inLine(options.signal, () => this.#run(what, options, work));
    if (!("error" in outcome)) return { kind: "sent", messageId: outcome.value };
    return { kind: outcome.certain ? "not-sent" : "unknown", error: outcome.error };
  }

  /** Calls the listener after each call that has brought cookies. */
  onCookies(listener: () => void): void {
    this.#onCookies = listener;
  }

  /** Ends every call that is under way and refuses later ones. */
  close(): void {
    this.#over.abort(
      new ChannelError("aborted", `Zalo account "${this.#accountId}": the session was closed.`),
    );
  }

  async #run<Value>(
    what: string,
    { signal, ms, requestMs = ms }: CallOptions,
    work: () => Promise<Value>,
  ): Promise<{ value: Value } | Failure> {
    const scope: CallScope = {
      signal: AbortSignal.any([signal, this.#over.signal, AbortSignal.timeout(ms)]),
      requestMs,
      trace: [],
      redirects: 0,
    };
    try {
      scope.signal.throwIfAborted();
      return { value: await callScope.run(scope, () => unlessEnded(work(), scope.signal)) };
    } catch (thrown) {
      return readFailure(this.#accountId, what, thrown, scope);
    } finally {
      if (scope.hasCookies) this.#onCookies();
    }
  }

  async #inLine<Value>(signal: AbortSignal, work: () => Promise<Value>): Promise<Value> {
    const before = this.#line;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#line = promise;
    try {
      // Who gives up while waiting is told so by the work itself, which does not begin then.
      await unlessEnded(before, AbortSignal.any([signal, this.#over.signal])).catch(() => {});
      while (Date.now() === this.#lastMs) await new Promise((done) => setTimeout(done, 1));
      return await work();
    } finally {
      this.#lastMs = Date.now();
      void before.then(() => resolve());
    }
  }
}

/** The work's result, or the signal's reason as soon as it fires; what the work does after that is nobody's. */
async function unlessEnded<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  if (signal.aborted) onAbort();
  work.catch(() => {});
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
