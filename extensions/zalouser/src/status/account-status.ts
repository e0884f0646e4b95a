import { type ReportedFacts, type SnapshotPatch, StatusReporter } from "channel-kit/host/status-reporter";
import type { ChannelError } from "channel-kit/outcome/channel-error";
import type { Clock } from "channel-kit/time/clock";
import { yieldedText } from "./yielded.ts";

/** What a running account reports beside the gateway's own fields. */
export interface AccountFacts extends ReportedFacts {
  /** Whose login it is. */
  own?: { id: string; name: string };
  /** The connection was lost then and is tried again; null while there is one. Epoch milliseconds. */
  reconnecting?: { since: number; nextTryAt: number } | null;
  /** The account has given way to its owner; null while it has not. Epoch milliseconds. */
  yielded?: { to: Yielded; since: number; until: number } | null;
  /** Frames of Zalo's that could not be understood, since the account started. */
  badFrames?: number;
}

/** Why an account gives way: its owner opened Zalo in a browser, or somebody logged in elsewhere. */
export type Yielded = "duplicate" | "kicked";

/** So many bad frames are told one by one; of more, every tenth is. */
const TOLD_ONE_BY_ONE = 10;

/** What an operator sees of a running personal account in `openclaw channels status`. */
export class AccountStatus extends StatusReporter<SnapshotPatch & AccountFacts> {
  readonly #clock: Clock;
  #lostAt: number | undefined;
  #tries = 0;
  #badFrames = 0;

  constructor(write: (patch: SnapshotPatch & AccountFacts) => void, clock: Clock) {
    super(write, clock);
    this.#clock = clock;
  }

  identity(own: { id: string; name: string }): void {
    this.tell({ identity: own.name === "" ? own.id : own.name, own });
  }

  /** A socket is open, and events can come. */
  ready(): void {
    this.#lostAt = undefined;
    this.#tries = 0;
    this.connected();
    // A quiet night is no dead socket: the connection asks for itself whether the other side is there. The gateway
    // would start an account anew that has told of activity once and tells of none for half an hour.
    this.tell({ lastTransportActivityAt: null, reconnecting: null, yielded: null, reconnectAttempts: 0 });
  }

  /** The connection failed or broke off, and is tried again after so many milliseconds. */
  lost(error: ChannelError, retryInMs: number): void {
    const now = this.#clock.now();
    this.#lostAt ??= now;
    this.#tries += 1;
    this.disconnected({
      lifecycle: "recovering",
      lastError: error.message,
      // The gateway starts an account anew whose last disconnection lies two minutes back. We try more often
      // than that, and a start of ours would be one more login for Zalo to count.
      lastDisconnect: { at: now, error: error.message },
    });
    this.tell({
      reconnectAttempts: this.#tries,
      reconnecting: { since: this.#lostAt, nextTryAt: now + retryInMs },
      yielded: null,
    });
  }

  /** The owner has taken the account over; it comes back at that time, in epoch milliseconds. */
  yieldedTo(to: Yielded, until: number): void {
    const yielded = { to, since: this.#clock.now(), until };
    // Blocked is what the gateway leaves alone; anything else it would start anew within minutes, against the owner.
    this.disconnected({ lifecycle: "blocked", lastError: yieldedText(yielded) });
    this.tell({ yielded, reconnecting: null });
  }

  badFrame(): void {
    this.#badFrames += 1;
    if (this.#badFrames <= TOLD_ONE_BY_ONE || this.#badFrames % TOLD_ONE_BY_ONE === 0) {
      this.tell({ badFrames: this.#badFrames });
    }
  }
}
