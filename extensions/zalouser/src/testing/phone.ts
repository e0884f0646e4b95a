import { ChannelError } from "channel-kit/outcome/channel-error";
import type { QrOutcome, QrStep, SessionOptions } from "../session/port.ts";
import { MemoryZalo } from "./memory-zalo.ts";

const LIFE_OF_A_CODE_MS = 100_000;

/** A Zalo in memory, and the owner's phone that scans its codes. */
export class Phone extends MemoryZalo {
  /** Every code that was shown, the newest last. */
  readonly codes: string[] = [];
  /** A confirmation counts, whatever the computer has done since. */
  ignoresAbort = false;
  readonly #shown: (() => void)[] = [];
  #current: { step(step: QrStep): void; end(outcome: QrOutcome): void; fail(error: Error): void } | undefined;

  /** How many sessions are open. */
  get openSessions(): number {
    return this.sessions.filter(({ isDisposed }) => !isDisposed).length;
  }

  override loginByQr(
    _options: SessionOptions,
    observer: (step: QrStep) => void,
    signal: AbortSignal,
  ): Promise<QrOutcome> {
    const { promise, resolve, reject } = Promise.withResolvers<QrOutcome>();
    const onAbort = () => reject(new ChannelError("aborted", "The login was stopped."));
    if (!this.ignoresAbort) signal.addEventListener("abort", onAbort, { once: true });
    this.#current = { step: observer, end: resolve, fail: reject };
    const code = `https://id.zalo.me/qr/${this.codes.length + 1}`;
    this.codes.push(code);
    const png = new TextEncoder().encode(`png of ${code}`);
    observer({ kind: "code", code, png, expiresAt: LIFE_OF_A_CODE_MS });
    for (const shown of this.#shown.splice(0)) shown();
    return promise;
  }

  /** Resolves when so many codes have been shown. */
  async sees(count: number): Promise<void> {
    while (this.codes.length < count) {
      await new Promise<void>((resolve) => this.#shown.push(resolve));
    }
  }

  scan(by = "Chị Lan"): void {
    this.#current?.step({ kind: "scanned", by });
  }

  confirm(): void {
    this.#current?.end({ kind: "confirmed", session: this.open() });
  }

  decline(): void {
    this.#current?.end({ kind: "declined" });
  }

  waitTooLong(): void {
    this.#current?.end({ kind: "expired" });
  }

  loseNetwork(): void {
    this.#current?.fail(new ChannelError("unreachable", "Zalo cannot be reached."));
  }
}
