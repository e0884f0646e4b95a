import { randomInt } from "node:crypto";
import { namesId, normalizeId } from "../policy/allow-list.ts";
import type { Clock } from "../time/clock.ts";
import {
  MAX_PENDING_PER_ACCOUNT,
  PAIRING_CODE_TTL_MS,
  type PairingRequest,
  type PairingSender,
  type PairingStore,
} from "./pairing-store.ts";

/** No `0O1I`: codes are read out over the phone. */
const CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const CODE_LENGTH = 8;

interface Pending {
  code: string;
  requestedAt: number;
}

/** The pairing store of one account, kept in memory. Behaves as the gateway's and forgets at exit. */
export class MemoryPairingStore implements PairingStore {
  readonly #clock: Pick<Clock, "now">;
  readonly #pending = new Map<string, Pending>();
  readonly #allowed = new Set<string>();

  constructor(clock: Pick<Clock, "now">) {
    this.#clock = clock;
  }

  async isAllowed(senderId: string): Promise<boolean> {
    return namesId([...this.#allowed], senderId, []);
  }

  async readAllowFrom(): Promise<string[]> {
    return [...this.#allowed];
  }

  async request({ senderId }: PairingSender): Promise<PairingRequest> {
    this.#forgetExpired();
    const id = normalizeId(senderId);
    const waiting = this.#pending.get(id);
    if (waiting !== undefined) return { kind: "pending", code: waiting.code, created: false };
    if (this.#pending.size >= MAX_PENDING_PER_ACCOUNT) return { kind: "full" };
    const code = this.#newCode();
    this.#pending.set(id, { code, requestedAt: this.#clock.now() });
    return { kind: "pending", code, created: true };
  }

  /** What `openclaw pairing approve` does; false when nobody waits with this code. */
  approve(code: string): boolean {
    this.#forgetExpired();
    const found = [...this.#pending].find(([, pending]) => pending.code === code.toUpperCase());
    if (found === undefined) return false;
    this.#pending.delete(found[0]);
    this.#allowed.add(found[0]);
    return true;
  }

  #forgetExpired(): void {
    const now = this.#clock.now();
    for (const [senderId, { requestedAt }] of this.#pending) {
      if (now - requestedAt > PAIRING_CODE_TTL_MS) this.#pending.delete(senderId);
    }
  }

  #newCode(): string {
    const inUse = new Set([...this.#pending.values()].map(({ code }) => code));
    for (;;) {
      const letters = Array.from({ length: CODE_LENGTH }, () => CODE_LETTERS[randomInt(CODE_LETTERS.length)]);
      const code = letters.join("");
      if (!inUse.has(code)) return code;
    }
  }
}
