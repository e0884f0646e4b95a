import { ChannelError } from "channel-kit/outcome/channel-error";
import type { CallResult } from "../bot-api/failures.ts";
import type { ZaloAccount } from "../config/accounts.ts";
import { type Connection, connect } from "../send/connect.ts";
import { readPoll } from "./read-poll.ts";

/** Who asks for updates, and what becomes of a poll that is still open when they stop. */
export interface Listener {
  /** Fires when the account stops. */
  stop: AbortSignal;
  /** Writes one raw update down, also after the account has stopped. */
  keep(raw: unknown): Promise<unknown>;
  /** Keeps the storage open until disposed. */
  keepOpen(): Disposable;
  trouble(error: unknown): void;
}

/** The polls of one bot while an account listens to it. */
export interface PollLine extends Disposable {
  getUpdates(waitSeconds: number, signal: AbortSignal, listener: Listener): Promise<CallResult>;
}

const STOPPED: CallResult = {
  ok: false,
  certain: false,
  error: new ChannelError("aborted", "The account stopped while a poll was open."),
};

interface OpenPoll {
  answer: Promise<CallResult>;
  cut: AbortController;
}

/**
 * Polls that outlive the start of the account which opened them. Zalo forgets a message as soon as it has
 * handed it to a poll, so a poll that is broken off may take one along. When settings change, the account's
 * next start takes over what is open; what nobody takes over ends by itself, and what it brings is kept.
 */
export class PollLines {
  readonly #lines = new Map<string, Line>();

  /** Joins those who listen with the same token by the same way, or opens that way when nobody does. */
  async join(account: ZaloAccount): Promise<PollLine> {
    const { accountId, apiUrl, token, proxy } = account;
    const key = JSON.stringify([accountId, apiUrl, token.value, proxy.address]);
    const known = this.#lines.get(key);
    if (known !== undefined) return known.join();
    const line: Line = new Line(await connect(account), () => {
      if (this.#lines.get(key) === line) this.#lines.delete(key);
    });
    this.#lines.set(key, line);
    return line.join();
  }
}

class Line {
  readonly #connection: Connection;
  readonly #ended: () => void;
  /** Open polls that nobody waits for. */
  readonly #left: OpenPoll[] = [];
  /** Listeners and open polls; the connection closes after the last of them. */
  #users = 0;

  constructor(connection: Connection, ended: () => void) {
    this.#connection = connection;
    this.#ended = ended;
  }

  join(): PollLine {
    this.#users += 1;
    let joined = true;
    return {
      getUpdates: (waitSeconds, signal, listener) => this.#getUpdates(waitSeconds, signal, listener),
      [Symbol.dispose]: () => {
        if (joined) this.#release();
        joined = false;
      },
    };
  }

  async #getUpdates(waitSeconds: number, signal: AbortSignal, listener: Listener): Promise<CallResult> {
    if (signal.aborted) return STOPPED;
    const poll = this.#left.shift() ?? this.#open(waitSeconds);
    const answer = await beforeAbort(poll.answer, signal);
    if (answer !== undefined) return answer;
    if (!listener.stop.aborted) {
      // Not the account stops, but this poll is one too many.
      poll.cut.abort();
      return await poll.answer;
    }
    this.#leave(poll, listener);
    return STOPPED;
  }

  #open(waitSeconds: number): OpenPoll {
    const cut = new AbortController();
    this.#users += 1;
    const answer = this.#connection.api.getUpdates(waitSeconds, cut.signal).finally(() => this.#release());
    return { answer, cut };
  }

  #leave(poll: OpenPoll, { keep, keepOpen, trouble }: Listener): void {
    this.#left.push(poll);
    const storage = keepOpen();
    const keepWhatComes = async () => {
      const answer = await poll.answer;
      const at = this.#left.indexOf(poll);
      // Whoever has taken it over keeps it, too.
      if (at === -1) return;
      this.#left.splice(at, 1);
      const outcome = readPoll(answer);
      if (outcome.kind === "updates") for (const raw of outcome.updates) await keep(raw);
    };
    void keepWhatComes()
      .catch(trouble)
      .finally(() => storage[Symbol.dispose]());
  }

  #release(): void {
    this.#users -= 1;
    if (this.#users > 0) return;
    this.#ended();
    void this.#connection[Symbol.asyncDispose]();
  }
}

/** What the promise resolves to, or undefined when the signal fires first. */
async function beforeAbort<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value | undefined> {
  const aborted = Promise.withResolvers<undefined>();
  const onAbort = () => aborted.resolve(undefined);
  if (signal.aborted) onAbort();
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
