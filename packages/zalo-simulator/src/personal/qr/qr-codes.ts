import { BoundedMap } from "../../world/bounded.ts";
import type { Journal } from "../../world/journal.ts";
import type { Person } from "../../world/person.ts";
import { until } from "../../world/until.ts";
import { WorldError } from "../../world/world-error.ts";
import type { SecretBook } from "../secret-book.ts";
import { QrCode, type QrState } from "./qr-code.ts";

/** Codes that are remembered, so that a late poll is told that its code has expired. */
const CODES_KEPT = 1000;

/** All QR codes, and the phones that scan them. */
export class QrCodes {
  /** How long a code is good for, in milliseconds; clients give up after 100 s by themselves. */
  lifetimeMs = 100_000;
  /** How long a poll is held when nothing happens, in milliseconds; the real time is not known. */
  holdMs = 25_000;
  readonly #journal: Journal;
  readonly #secrets: SecretBook;
  /** Aborted when the simulator closes. */
  readonly closed: AbortSignal;
  readonly #codes = new BoundedMap<string, QrCode>(CODES_KEPT);
  /** The codes that can still be scanned or decided on, oldest first. */
  readonly #open = new Set<QrCode>();
  /** Who let which browser in. */
  readonly #confirmed = new Map<string, Person>();
  readonly #listeners = new Set<() => void>();

  constructor(journal: Journal, secrets: SecretBook, closed: AbortSignal) {
    this.#journal = journal;
    this.#secrets = secrets;
    this.closed = closed;
  }

  get open(): readonly QrCode[] {
    return [...this.#open];
  }

  get(code: string): QrCode | undefined {
    return this.#codes.get(code);
  }

  make(browser: string): QrCode {
    const made = new QrCode({ browser, lifetimeMs: this.lifetimeMs });
    for (const secret of [made.code, made.token]) this.#secrets.note(secret);
    this.#codes.set(made.code, made);
    this.#open.add(made);
    const expire = setTimeout(() => made.isOpen && this.#move(made, "expired"), this.lifetimeMs);
    expire.unref();
    this.closed.addEventListener("abort", () => clearTimeout(expire), { once: true });
    this.#journal.add({ kind: "qr-code", state: "made" });
    this.#changed();
    return made;
  }

  scan(code: string, person: Person): void {
    this.#move(this.#opened(code, "pending"), "scanned", person);
  }

  confirm(code: string): void {
    const scanned = this.#opened(code, "scanned");
    if (scanned.person !== undefined) this.#confirmed.set(scanned.browser, scanned.person);
    this.#move(scanned, "confirmed");
  }

  decline(code: string): void {
    this.#move(this.#opened(code, "scanned"), "declined");
  }

  /** Who confirmed a code for this browser; counts once. */
  claim(browser: string): Person | undefined {
    const person = this.#confirmed.get(browser);
    this.#confirmed.delete(browser);
    return person;
  }

  /** Runs the code's time out at once. */
  expire(code: string): void {
    this.#move(this.#opened(code), "expired");
  }

  /** Resolves with the newest code that waits to be scanned, now or as soon as there is one. */
  waitForCode({ timeoutMs }: { timeoutMs: number }): Promise<string> {
    return until<string>({
      check: () => this.open.findLast(({ state }) => state === "pending")?.code,
      subscribe: (listener) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
      timeoutMs,
      explain: () => `No client showed a QR code within ${timeoutMs} ms.`,
      closed: this.closed,
    });
  }

  #opened(code: string, wanted?: QrState): QrCode {
    const known = this.get(code);
    if (known === undefined) throw new WorldError("There is no such QR code.");
    if (!known.isOpen || (wanted !== undefined && known.state !== wanted)) {
      throw new WorldError(`This QR code is ${known.state}.`);
    }
    return known;
  }

  #move(code: QrCode, state: Exclude<QrState, "pending">, person = code.person): void {
    if (state !== "scanned") this.#open.delete(code);
    code.become(state, person);
    this.#journal.add({
      kind: "qr-code",
      state,
      ...(person === undefined ? {} : { uid: person.uid }),
    });
    this.#changed();
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
