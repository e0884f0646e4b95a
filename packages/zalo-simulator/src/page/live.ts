/**
 * `GET /page/live`, server-sent events:
 *
 * - `hello`: the first of each connection, `LiveStart`.
 * - `journal`: one `JournalEntry` of the simulator (`world/journal.ts`), its `seq` as the event's id, so that a
 *   browser that comes back is told what it missed. `?after=<seq>` does the same for a first connection.
 * - `missed`: `LiveStart`. Too much happened while nobody read; read everything shown anew.
 * - `desk`: `{}`. `GET /page/desk` would answer differently now: the operator's side, a switch, or a fault.
 *
 * A comment comes every 15 seconds. What to read anew by an entry's kind: `chat-message`, `message-recalled`,
 * `message-reaction`, `message-receipt`, `message-deleted` name `msgId`(s) that are ids of lines;
 * `person-message` and `bot-message` name `messageId`, a line of the thread `bot:<botId>` of the person whose id
 * is `chatId` (a `chatId` of a group is followed or preceded by a `chat-message`). `photo-fetched` by
 * the phone changes the photo's line. `typing` is a bot's, in
 * `chatId`; `web-typing` somebody's, to a uid or a webId. `socket-*`, `poll-*`, `webhook-*` and `web-login`
 * change `GET /page/desk` and whose account is online; `qr-code` changes `GET /page/qr-codes`; `group-vote` changes
 * the lines of its poll.
 */
export interface LiveStart {
  /** The `seq` of the next entry. */
  readonly nextSeq: number;
  /** Another one than before: this is another simulator, with a world and a journal of its own. */
  readonly run: string;
}
