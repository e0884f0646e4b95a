import { randomBytes } from "node:crypto";
import type { Person } from "../../world/person.ts";

export type QrState = "pending" | "scanned" | "confirmed" | "declined" | "expired";

/** One code on somebody's screen, and what the phone in front of it has done. */
export class QrCode {
  /** What the picture holds and the client polls with. */
  readonly code = randomBytes(24).toString("base64url");
  readonly token = randomBytes(12).toString("hex");
  /** The browser that shows it, by its login cookie. */
  readonly browser: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  #state: QrState = "pending";
  #person: Person | undefined;
  readonly #listeners = new Set<() => void>();

  constructor(init: { browser: string; lifetimeMs: number }) {
    this.browser = init.browser;
    this.expiresAt = Date.now() + init.lifetimeMs;
  }

  get state(): QrState {
    return this.#state;
  }

  /** Who scanned it. */
  get person(): Person | undefined {
    return this.#person;
  }

  /** How many polls are held for it right now. */
  get polls(): number {
    return this.#listeners.size;
  }

  /** Whether the phone can still decide. */
  get isOpen(): boolean {
    return this.#state === "pending" || this.#state === "scanned";
  }

  become(state: QrState, person = this.#person): void {
    this.#state = state;
    this.#person = person;
    for (const listener of [...this.#listeners]) listener();
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
