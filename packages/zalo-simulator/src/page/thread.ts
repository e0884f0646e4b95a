import type { LineContent } from "./line.ts";

/**
 * One conversation in the list of somebody's phone. `GET /page/people/<id>/threads`, newest first.
 *
 * To write there: `POST /control/people/<id>/messages` with `{ bot: <id>, content, replyTo? }` for a bot, `writes` with
 * `{ to: <id>, content, quote?, mentions? }` for a person and `{ in: <id>, … }` for a group, bots in it included.
 * A file goes first to `POST /page/media?name=<its name>` as it is, with its media type, 25 MB at most; the answer's
 * `url` is what the content names.
 *
 * `POST /page/people/<id>/threads/<key>/seen` looks at all of it: `unread` becomes 0 and receipts go out.
 */
export interface PageThread {
  /** `bot:<bot id>`, `person:<person id>` or `group:<group id>`. */
  readonly key: string;
  readonly kind: "bot" | "person" | "group";
  /** The id behind the colon of `key`. */
  readonly id: string;
  /** The other person by the nickname this one gave them, where there is one. */
  readonly name: string;
  readonly last?: ThreadLast;
  /** Lines of others that this person has not looked at; 100 stands for any more. */
  readonly unread: number;
  /** With a person: whether the two are friends. */
  readonly friend?: boolean;
  /** With a person: where an account of theirs stands on Zalo Web. */
  readonly web?: WebState;
  /** In a group: everybody, bots included, with the person whose phone this is. */
  readonly members?: readonly ThreadMember[];
}

/** `none`: nobody is logged in; `signed-in`: a browser is, without a connection; `online`: one is connected. */
export type WebState = "none" | "signed-in" | "online";

export interface ThreadMember {
  readonly id: string;
  readonly name: string;
  readonly kind: "person" | "bot";
  readonly role: "creator" | "admin" | "member";
}

/** The newest line, short. */
export interface ThreadLast {
  readonly id: string;
  readonly kind: LineContent["kind"];
  /** Its words, cut to 200 UTF-16 units and raw where a bot marked them up; empty for kinds without words. */
  readonly text: string;
  /** How a bot marked up the words, as in `PageLine`. */
  readonly parseMode?: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly own: boolean;
  /** The author's name. */
  readonly by: string;
  readonly recalled: boolean;
}
