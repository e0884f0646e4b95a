import type { InboxDatabase } from "./sqlite-database.ts";

/** Which rows of the store belong to one account. */
export interface QueueScope {
  channelId: string;
  accountId: string;
  queueName: string;
}

/** What the operations of one queue share: the connection, its rows, and new claim tokens. */
export interface QueueContext {
  db: InboxDatabase;
  scope: QueueScope;
  newToken: () => string;
}

/** Both parts are quoted, so no two pairs of channel and account share a name. */
export function queueScope(channelId: string, accountId: string): QueueScope {
  if (accountId === "") throw new RangeError("Empty account id.");
  return { channelId, accountId, queueName: JSON.stringify([channelId, accountId]) };
}
