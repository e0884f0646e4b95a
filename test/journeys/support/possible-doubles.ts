import { join } from "node:path";
import type { AnswerRecord } from "channel-kit/answer/answer-record";
import { openInbox } from "channel-kit/inbox/sqlite-inbox";

/** The inbox of a plugin in the state of a gateway that keeps everything in `folder`. */
export const inboxFile = (folder: string, channelId: string): string =>
  join(folder, "state", channelId, "inbox.sqlite");

/** The chats in which the plugin itself says that a message may have arrived twice. */
export async function possibleDoubles(
  folder: string,
  channelId: string,
  accountIds: readonly string[],
): Promise<Set<string>> {
  using inbox = openInbox({ file: inboxFile(folder, channelId), channelId });
  const chats = new Set<string>();
  for (const accountId of accountIds) {
    for (const { value } of await inbox.ledger(accountId).list("answer:")) {
      const { chatId, pieces } = value as AnswerRecord;
      if (pieces.some(({ possibleDouble }) => possibleDouble)) chats.add(chatId);
    }
  }
  return chats;
}
