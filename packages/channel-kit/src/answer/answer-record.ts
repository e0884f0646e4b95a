/**
 * What is known about the answer to one inbound message. Written down before each step, so that a process
 * that dies at any instant leaves enough behind for the next one to answer exactly once.
 */
export interface AnswerRecord {
  /** Where the answer goes. */
  chatId: string;
  /** How often the message was handed to the agent; each attempt carries a message id of its own. */
  attempt: number;
  /** The turn that the last attempt belongs to. */
  turn: TurnRef;
  /** Everything the agent has said in this attempt, in order, already cut to the platform's limit. */
  pieces: readonly Piece[];
  /**
   * True once the agent's final reply is among the pieces. From then on the agent is never asked again:
   * what is left of the answer is sent as it stands.
   */
  final: boolean;
  /** True once nothing is left to do; kept for a while so that a late recovery can be recognised. */
  done: boolean;
}

/** A conversation of the gateway in which a turn ran. */
export interface TurnRef {
  agentId: string;
  sessionKey: string;
}

/**
 * One platform message as it is to be sent: bare text, or text with markup and the same without it, for a
 * platform that refuses the markup.
 */
export type MessageText = string | { text: string; plain: string };

/** What a message says in words. Without `plain`, `text` carries no markup. Offsets are UTF-16 units of `text`. */
export interface OutgoingText {
  text: string;
  plain?: string;
  /** How parts of the text are shown, in the platform's own words, where markup does not stand in the text itself. */
  styles?: readonly { start: number; length: number; style: string }[];
  /** Which parts of the text name a member of the group. */
  mentions?: readonly { start: number; length: number; userId: string }[];
  /** Id of the message that this one quotes. */
  quotes?: string;
}

/**
 * One platform message as it is to be handed over. With `media` it shows that; its words are then what goes out
 * instead when the platform certainly refuses it, and empty when nothing can.
 */
export interface Outgoing extends OutgoingText {
  media?: OutgoingMedia;
}

/** What a message shows instead of words. */
export type OutgoingMedia =
  /** `caption` is shown with the picture, without markup. */
  | { kind: "image"; url: string; caption?: string }
  | { kind: "voice"; url: string }
  /** `id` is the platform's. */
  | { kind: "sticker"; id: string }
  /** A page with its preview. */
  | { kind: "link"; url: string }
  | KeptMedia;

/** A file of this machine that is handed to the platform itself. It lies in `KeptFiles` until it is sent. */
export interface KeptMedia {
  kind: "kept";
  show: "image" | "gif" | "video" | "voice" | "file";
  /** As `KeptFiles.keep` has answered it. */
  key: string;
  /** With the ending that goes with its content. */
  name: string;
  /** Shown with a picture, without markup. */
  caption?: string;
  /** Pixels; of a picture or a video. */
  size?: { width: number; height: number };
  /** Milliseconds; of a video. */
  durationMs?: number;
}

/** One platform message of an answer. Records of earlier versions have no `media`, and say words only. */
export interface Piece extends Outgoing {
  /**
   * - `waiting`: not handed to the platform, or certainly refused by it.
   * - `attempting`: the request may have left; nothing is known yet.
   * - `sent`: accepted.
   * - `unknown`: may have been accepted; not to be tried again.
   */
  state: "waiting" | "attempting" | "sent" | "unknown";
  messageId?: string;
  /** Sent again although the first try may have been accepted: the person may see it twice. */
  possibleDouble?: true;
}

export function newAnswer(chatId: string, attempt: number, turn: TurnRef): AnswerRecord {
  return { chatId, attempt, turn, pieces: [], final: false, done: false };
}

/** A piece that has not been sent. */
export function newPiece(message: MessageText | Outgoing): Piece {
  return { ...(typeof message === "string" ? { text: message } : message), state: "waiting" };
}

export function withPieces(
  record: AnswerRecord,
  messages: readonly (MessageText | Outgoing)[],
  final: boolean,
): AnswerRecord {
  const added = messages.map(newPiece);
  return { ...record, pieces: [...record.pieces, ...added], final: record.final || final };
}

export function withPiece(record: AnswerRecord, index: number, piece: Piece): AnswerRecord {
  return { ...record, pieces: replacePiece(record.pieces, index, piece) };
}

export function replacePiece(pieces: readonly Piece[], index: number, piece: Piece): readonly Piece[] {
  return pieces.map((old, at) => (at === index ? piece : old));
}

/**
 * The message id under which an attempt is handed to the gateway. The gateway refuses a message id that it
 * has once taken over, so a message that must be handed over again needs a new one.
 */
export function attemptMessageId(messageId: string, attempt: number): string {
  return attempt === 1 ? messageId : `${messageId}~${attempt}`;
}

/** The platform's id of the message that `attemptMessageId` has made the given one of. */
export function platformMessageId(messageId: string): string {
  return messageId.replace(/~\d+$/, "");
}
