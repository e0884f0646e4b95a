import { PendingHistory } from "channel-kit/history/pending-history";
import type { Ledger } from "channel-kit/inbox/ledger";
import type { MessageRef, Thread } from "../session/port.ts";
import { eventIdOf } from "./normalize.ts";

const PREFIX = "recalled:";
/** A message that waited for longer was lost for other reasons. */
const KEEP_MS = 7 * 24 * 60 * 60 * 1_000;
const KEEP_ENTRIES = 5_000;

/** The messages that their writers have taken back. On durable storage; in whatever order message and word of it come. */
export class RecalledMessages {
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  async note(thread: Thread, { messageId }: MessageRef): Promise<void> {
    const eventId = eventIdOf(thread, messageId);
    await this.#ledger.put(PREFIX + eventId, true);
    if (thread.kind === "group") await new PendingHistory(this.#ledger).recall(thread.id, eventId);
  }

  async has(eventId: string): Promise<boolean> {
    return (await this.#ledger.get(PREFIX + eventId)) !== undefined;
  }

  async prune(): Promise<void> {
    await this.#ledger.prune({ prefix: PREFIX, olderThanMs: KEEP_MS, maxEntries: KEEP_ENTRIES });
  }
}
