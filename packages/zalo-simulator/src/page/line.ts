/**
 * One message as a phone shows it, whichever wire it travelled on. This file and its neighbours `thread.ts`,
 * `people.ts`, `desk.ts` and `live.ts` are all that the page shares with the simulator, so they import nothing.
 */
export interface PageLine {
  /** `msgId` of a message between people, `message_id` of one with a bot; unique within its thread. */
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly author: LineAuthor;
  /** Written by the person whose phone this is. */
  readonly own: boolean;
  readonly content: LineContent;
  /** Names picked in the words of the content, in their order. */
  readonly mentions: readonly LineMention[];
  /** What this message answers. */
  readonly quote?: LineQuote;
  /** As they are now, oldest first; at most one of each person. */
  readonly reactions: readonly LineReaction[];
  /** Taken back: a note stands in its place, whatever the content was. */
  readonly recalled: boolean;
  /** Ids of the people whose devices have it, the author apart. Always empty where `can.receipts` is false. */
  readonly delivered: readonly string[];
  /** Ids of the people who have looked at it, the author apart. Always empty where `can.receipts` is false. */
  readonly seen: readonly string[];
  /** How a bot marked up its words, e.g. `markdown`: the words are raw, and the reader's phone renders them. */
  readonly parseMode?: string;
  readonly can: LineAbilities;
}

export interface LineAuthor {
  /** The id of a person or a bot, as in `GET /page/people`. */
  readonly id: string;
  readonly name: string;
  readonly kind: "person" | "bot";
}

/**
 * What the person whose phone this is can do with a message. In a direct chat with a bot Zalo has no reactions,
 * no receipts and nothing taken back, so only `quote` is true there.
 */
export interface LineAbilities {
  readonly quote: boolean;
  readonly react: boolean;
  /** Own messages only. */
  readonly recall: boolean;
  /** Whether `delivered` and `seen` mean anything. */
  readonly receipts: boolean;
}

/** A stretch of a text that looks different; offsets in UTF-16 units. */
export interface LineStyle {
  readonly start: number;
  readonly len: number;
  /**
   * Zalo's names, joined by commas: `b`, `i`, `u`, `s`; colours `c_db342e` red, `c_f27806` orange, `c_f7b503`
   * yellow, `c_15a85f` green; sizes `f_13` small, `f_18` big; `lst_1` bullets, `lst_2` numbers; `ind_<n>0`
   * indented by n.
   */
  readonly st: string;
}

/** A picked name; offsets in UTF-16 units. */
export interface LineMention {
  /** A person's id, or `all`. */
  readonly id: string;
  readonly pos: number;
  readonly len: number;
}

/** What was answered, as the answering phone described it. */
export interface LineQuote {
  /** The line's id; it may be older than what is remembered. */
  readonly id: string;
  readonly author?: LineAuthor;
  /** Empty for what has no words. */
  readonly text: string;
  /** The kind of what was answered, where it is known. */
  readonly kind?: LineContent["kind"];
  /** How a bot marked up the words, as in `PageLine`. */
  readonly parseMode?: string;
}

export interface LineReaction {
  /** A person's id. */
  readonly id: string;
  readonly name: string;
  /** Zalo's code, e.g. `/-heart`. */
  readonly icon: string;
}

/**
 * A file that the page can load: a path on the server it came from. Null when the reader's phone got nothing
 * (Zalo shows a black box) or when it lies elsewhere and is not fetched; `source` is the address that was sent.
 */
export interface LineFile {
  readonly url: string | null;
  readonly source: string;
}

/** What a phone draws. Words are plain text unless the line has a `parseMode`. */
export type LineContent =
  | { readonly kind: "text"; readonly text: string; readonly styles: readonly LineStyle[] }
  | (LineFile & {
      readonly kind: "image";
      readonly caption: string;
      readonly width?: number;
      readonly height?: number;
      /** Where it stands among pictures that were sent together, from 0. */
      readonly album?: { readonly id: string; readonly index: number; readonly total: number };
    })
  | (LineFile & {
      readonly kind: "gif";
      readonly caption: string;
      readonly width?: number;
      readonly height?: number;
    })
  /** AAC, or the same as m4a where there is one. */
  | (LineFile & { readonly kind: "voice"; readonly durationMs?: number })
  | (LineFile & {
      readonly kind: "video";
      readonly caption: string;
      readonly thumb: string | null;
      readonly durationMs?: number;
      readonly width?: number;
      readonly height?: number;
    })
  /** `size` in bytes. */
  | (LineFile & { readonly kind: "file"; readonly name: string; readonly size?: number })
  /** Zalo's own pictures are not known here: `url` is null unless the sender named one. */
  | (LineFile & { readonly kind: "sticker"; readonly id: string })
  | {
      readonly kind: "link";
      readonly href: string;
      readonly title: string;
      readonly description: string;
      /** What the writer said about it. */
      readonly text: string;
      readonly thumb: string | null;
    }
  | { readonly kind: "location"; readonly latitude: number; readonly longitude: number }
  /** Somebody's contact card; `id` when it is somebody of this world. */
  | { readonly kind: "card"; readonly id?: string; readonly name: string; readonly phone?: string }
  | {
      readonly kind: "poll";
      readonly pollId: number;
      readonly question: string;
      readonly options: readonly PollOption[];
      readonly closed: boolean;
      readonly allowsSeveral: boolean;
    }
  | { readonly kind: "todo"; readonly text: string }
  /** What has no form of its own here; `what` is its name on the wire. */
  | { readonly kind: "other"; readonly what: string };

export interface PollOption {
  readonly text: string;
  /** How many chose it. */
  readonly votes: number;
  /** Chosen by the person whose phone this is. */
  readonly own: boolean;
}

/**
 * `GET /page/people/<id>/threads/<key>/lines`, oldest first. Without a query the newest `limit` (50 unless
 * given, 500 at most); `?before=<line id>` those before that line; `?after=<line id>` those after it, oldest
 * first; `?ids=<line id>,…` just these, for lines that changed. What the person removed for themselves is not among them.
 */
export interface PageLines {
  readonly lines: readonly PageLine[];
  /** Give it as `before` for the lines before these; missing when there are none. */
  readonly earlier?: string;
  /** With `after`: there are more than `limit`; ask again after the last one. */
  readonly more?: true;
}
