import {
  type ChannelIngressMonitorDeliveryResult,
  type ChannelIngressMonitorLifecycle,
  type ChannelIngressQueue,
  createChannelIngressMonitor,
} from "openclaw/plugin-sdk/channel-outbound";
import { INGRESS_RETENTION, type IngressQueue } from "../inbox/queue.ts";
import { ChannelError } from "../outcome/channel-error.ts";
import { afterRush } from "../time/after-rush.ts";
import { systemClock } from "../time/clock.ts";

/** How often the inbox is looked at without being asked to: for retries whose time has come. */
const POLL_INTERVAL_MS = 1_000;
const PRUNE_INTERVAL_MS = 60 * 60 * 1_000;
/** Turns of different chats that may run at once; the gateway's own limits lie below. */
const TURNS_AT_ONCE = 64;
/** Events that come in a rush are all written down, and acknowledged, before any is looked at. In milliseconds. */
const RUSH = { quietMs: 5, latestMs: 50 };
/** Version of what is stored per event. */
const PAYLOAD_VERSION = 1;

/** How the gateway's monitor writes an event down. */
interface StoredPayload {
  version: number;
  rawEvent: string;
}

export interface InboxMonitorOptions {
  channelId: string;
  accountId: string;
  queue: IngressQueue<StoredPayload>;
  /** The event's stable id and the lane it is handled in; null for what nobody needs to keep. Must be pure. */
  inspect(raw: unknown): { eventId: string; laneKey: string } | null;
  /**
   * Handles one event. Resolving settles it for good; throwing keeps it for a retry, or as a dead letter when
   * the error is a `ChannelError` with the code `rejected`.
   */
  handle(
    event: StoredEvent,
    lifecycle: ChannelIngressMonitorLifecycle,
  ): Promise<ChannelIngressMonitorDeliveryResult>;
  onError(error: unknown): void;
  onLog(message: string): void;
}

/** What became of a raw event that was brought in. */
export type Admission = "new" | "duplicate" | "ignored";

/** One event as it was written down. `receivedAt` is in milliseconds since the Unix epoch. */
export interface StoredEvent {
  eventId: string;
  raw: unknown;
  receivedAt: number;
}

export interface InboxMonitor {
  /**
   * Writes an event down, also after `stop` as long as the store is open. Resolves when it is on disk; rejects,
   * with nothing stored, when it cannot be.
   */
  append(raw: unknown): Promise<Admission>;
  /** The first events of a lane that wait for their turn, in order of arrival. */
  waiting(laneKey: string, limit: number): Promise<StoredEvent[]>;
  start(): void;
  /** Takes nothing new and lets go of what has not begun. */
  stop(): Promise<void>;
}

/** Runs an account's inbox with the gateway's own monitor: one event per lane at a time, many lanes at once. */
export function openInboxMonitor(options: InboxMonitorOptions): InboxMonitor {
  const monitor = createChannelIngressMonitor<unknown, string, StoredPayload>({
    queue: options.queue as ChannelIngressQueue<StoredPayload>,
    inspect: (raw) => options.inspect(raw),
    payload: {
      storage: "custom",
      version: PAYLOAD_VERSION,
      serialize: (raw) => JSON.stringify(raw),
      encode: ({ version, body }) => ({ version, rawEvent: body }),
      decode: ({ version, rawEvent }) => ({ version, body: rawEvent }),
      deserialize: (body) => JSON.parse(body) as unknown,
      createClaimError: (kind) =>
        new ChannelError(
          "storage",
          `An event in the inbox of "${options.accountId}" cannot be used: ${kind}.`,
          {
            retryable: false,
          },
        ),
    },
    deliver: async (raw, lifecycle, claim) => {
      const event = { eventId: claim.id, raw, receivedAt: claim.receivedAt };
      const result = await options.handle(event, lifecycle);
      // Once adoption was said to be under way, only this settles the row; the result alone does not.
      if (result.kind === "completed") await lifecycle.onAdopted();
      return result;
    },
    pollIntervalMs: POLL_INTERVAL_MS,
    retention: { pruneIntervalMs: PRUNE_INTERVAL_MS, ...INGRESS_RETENTION },
    waitForDeliveryIdleBeforeRepump: false,
    waitForDeliveryIdleOnStop: false,
    deferredClaims: "settle-on-abort",
    drain: {
      startLimit: TURNS_AT_ONCE,
      onLog: options.onLog,
      resolveNonRetryableFailure: (error) =>
        error instanceof ChannelError && error.code === "rejected"
          ? { reason: error.code, message: error.message }
          : null,
    },
    onError: options.onError,
  });
  const look = afterRush(() => monitor.requestDrain(), { ...RUSH, clock: systemClock });
  return {
    // Not by way of the monitor, which admits one event at a time: those that come together share one flush.
    async append(raw) {
      const facts = options.inspect(raw);
      if (facts === null) return "ignored";
      const stored = { version: PAYLOAD_VERSION, rawEvent: JSON.stringify(raw) };
      const { duplicate } = await options.queue.enqueue(facts.eventId, stored, { laneKey: facts.laneKey });
      if (!duplicate) look();
      return duplicate ? "duplicate" : "new";
    },
    async waiting(laneKey, limit) {
      const records = await options.queue.listPending({ laneKey, limit });
      return records
        .filter(({ payload }) => payload.version === PAYLOAD_VERSION)
        .map(({ id, payload, receivedAt }) => ({
          eventId: id,
          raw: JSON.parse(payload.rawEvent),
          receivedAt,
        }));
    },
    start: () => monitor.start(),
    stop: () => monitor.stop(),
  };
}
