import { existsSync } from "node:fs";
import type { SharedInboxes } from "./shared-inbox.ts";

/** How much lies in an account's inbox. */
export type InboxFacts =
  | {
      /** Messages that nobody has begun to answer. */
      waiting: number;
      /** When the longest-waiting one arrived, in milliseconds since the Unix epoch; absent when none waits. */
      waitingSince?: number;
      /** Messages that are being answered. */
      underWay: number;
      /** Messages that were given up. */
      deadLetters: number;
    }
  /** Why it cannot be read. */
  | { error: string };

/** Looks into an account's inbox; undefined when nothing has ever been received. Never throws. */
export function inboxFacts(
  inboxes: Pick<SharedInboxes, "acquire">,
  file: string,
  channelId: string,
  accountId: string,
): InboxFacts | undefined {
  try {
    if (!existsSync(file)) return undefined;
    using lease = inboxes.acquire(file, channelId);
    const { pending, claimed, failed, oldestPendingAt } = lease.inbox.depth(accountId);
    return {
      waiting: pending,
      ...(oldestPendingAt === undefined ? {} : { waitingSince: oldestPendingAt }),
      underWay: claimed,
      deadLetters: failed,
    };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
