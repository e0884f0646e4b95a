import type { ChannelAccountSnapshot } from "openclaw/plugin-sdk/channel-contract";
import type { SendPiecesReport } from "../answer/send-pieces.ts";
import type { ChannelError, ChannelErrorCode } from "../outcome/channel-error.ts";
import type { Clock } from "../time/clock.ts";

/** Nothing but failures for this long means that we are no longer connected, in milliseconds. */
const CONNECTED_GRACE_MS = 10_000;

/** As much of the gateway's own status of an account as the account reports itself. */
export type SnapshotPatch = Omit<Partial<ChannelAccountSnapshot>, "accountId" | "bot">;

/** What a running account reports beside the gateway's own fields. */
export interface ReportedFacts {
  /** Why the account waits, and what to do about it; null once it runs. */
  blocked?: { since: number; code: ChannelErrorCode; fix?: string } | null;
  /** Messages that may not have arrived and are not sent again, since the account started. */
  unconfirmedSends?: number;
  /** Messages that were sent again although the first try may have arrived, since the account started. */
  possibleDoubles?: number;
  /** Why a picture or file of an answer was last left out, since the account started. */
  mediaMissing?: string;
}

/** What an operator sees of a running account in `openclaw channels status`; says only what is known. */
export class StatusReporter<Facts extends SnapshotPatch = SnapshotPatch> {
  readonly #write: (patch: (SnapshotPatch & ReportedFacts) | Facts) => void;
  readonly #clock: Clock;
  /** When the first try failed of those that have failed since the last success. */
  #troubleSince: number | undefined;
  #isConnected = false;
  #showsError = false;
  #unconfirmed = 0;
  #possibleDoubles = 0;

  constructor(write: (patch: (SnapshotPatch & ReportedFacts) | Facts) => void, clock: Clock) {
    this.#write = write;
    this.#clock = clock;
  }

  starting(mode: string): void {
    this.#write({
      mode,
      lifecycle: "starting",
      connected: false,
      terminalDisconnect: false,
      lastError: null,
      blocked: null,
    });
  }

  /** The platform has just shown that it reaches us. */
  connected(): void {
    const now = this.#clock.now();
    this.#troubleSince = undefined;
    if (this.#isConnected) {
      this.#write({ lastTransportActivityAt: now, ...(this.#showsError ? { lastError: null } : {}) });
      this.#showsError = false;
      return;
    }
    this.#isConnected = true;
    this.#showsError = false;
    this.#write({
      connected: true,
      lifecycle: "ready",
      lastConnectedAt: now,
      lastTransportActivityAt: now,
      lastError: null,
      blocked: null,
    });
  }

  /** A message could not be sent; says nothing about whether we still receive. */
  sendTrouble(error: ChannelError): void {
    this.#showsError = true;
    this.#write({ lastError: error.message });
  }

  /** A picture or file of an answer could not be sent; the rest was. Stands in the status until the next start. */
  mediaMissing(error: ChannelError): void {
    this.#write({ mediaMissing: error.message });
  }

  /** Receiving failed and is being tried again. One failure among successes is no disconnection. */
  trouble(error: ChannelError): void {
    const now = this.#clock.now();
    this.#showsError = true;
    this.#troubleSince ??= now;
    if (this.#isConnected && now - this.#troubleSince < CONNECTED_GRACE_MS) {
      this.#write({ lastError: error.message });
      return;
    }
    this.disconnected({ lifecycle: "recovering", lastError: error.message });
  }

  /** Nothing but an operator can help: the gateway stops restarting the account and shows why. */
  blocked(error: ChannelError): void {
    this.disconnected({
      lifecycle: "blocked",
      terminalDisconnect: true,
      lastError: error.message,
      blocked: {
        since: this.#clock.now(),
        code: error.code,
        ...(error.fix === undefined ? {} : { fix: error.fix }),
      },
    });
  }

  received(): void {
    this.#write({ lastInboundAt: this.#clock.now() });
  }

  sent(report: SendPiecesReport): void {
    this.#unconfirmed += report.unconfirmed;
    this.#possibleDoubles += report.possibleDoubles;
    this.#write({
      lastOutboundAt: this.#clock.now(),
      ...(this.#unconfirmed > 0 ? { unconfirmedSends: this.#unconfirmed } : {}),
      ...(this.#possibleDoubles > 0 ? { possibleDoubles: this.#possibleDoubles } : {}),
    });
  }

  /** What only one channel has to say. */
  protected tell(facts: Facts): void {
    this.#write(facts);
  }

  protected disconnected(why: SnapshotPatch & ReportedFacts): void {
    this.#isConnected = false;
    this.#write({ connected: false, ...why });
  }
}
