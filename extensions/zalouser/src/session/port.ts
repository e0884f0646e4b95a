import type { Delivery } from "channel-kit/outcome/delivery";

/**
 * A personal Zalo account as this plugin knows it. What lies behind is one library and its quirks; nothing else of
 * the plugin knows those. Every promise here has a deadline of its own and ends early when its signal fires, every
 * failure is a `ChannelError` without secrets, and every id is a string. What Zalo refused with is told by `refusalOf`
 * (`refusal.ts`).
 */

/** A chat. People and groups have ids of their own that may be equal, so both parts belong together. */
export interface Thread {
  kind: "direct" | "group";
  id: string;
}

/** What a later start needs in order to be the same account again. All of it is secret. */
export interface Credentials {
  imei: string;
  userAgent: string;
  language: string;
  /** In the JSON form of tough-cookie. */
  cookies: readonly Readonly<Record<string, unknown>>[];
}

/** Opens sessions. One per process and account may be connected at a time; whoever opens them sees to that. */
export interface Zalo {
  /**
   * Takes an earlier session up again. Throws `unauthorized` when Zalo does not accept it any more: only a new
   * login helps then.
   */
  resume(credentials: Credentials, options: SessionOptions, signal: AbortSignal): Promise<Session>;
  /** Shows one QR code and waits until it was confirmed, declined, or too old. A new call shows a new code. */
  loginByQr(
    options: SessionOptions,
    observer: (step: QrStep) => void,
    signal: AbortSignal,
  ): Promise<QrOutcome>;
}

export interface SessionOptions {
  accountId: string;
  /** Where requests go instead of to Zalo, from `ZALOUSER_API_URL`: an origin on loopback; absent for Zalo itself. */
  apiUrl?: string;
  /** Every request and the socket go through it, or fail. */
  proxy?: string;
}

export type QrStep =
  /** `code` is what the picture says; it lets whoever has it log in, so it is shown and never logged. */
  { kind: "code"; code: string; png: Uint8Array; expiresAt: number } | { kind: "scanned"; by: string };

export type QrOutcome = { kind: "confirmed"; session: Session } | { kind: "declined" } | { kind: "expired" };

/** A logged-in account. Its calls are made one at a time where Zalo needs that; the caller need not see to it. */
export interface Session extends AsyncDisposable {
  /** The account's own user id. */
  readonly ownId: string;
  /** As they are now: cookies change while the session lives. */
  credentials(): Credentials;
  /** Calls the listener after cookies have changed. */
  onCredentials(listener: () => void): void;

  /**
   * Opens the socket once, with the cookies of now, and resolves when events can be decoded. The session has one
   * socket at a time: the one before has to have ended. A socket that Zalo ends at once, because the owner is
   * elsewhere, is handed out ended.
   */
  openSocket(handlers: SocketHandlers, signal: AbortSignal): Promise<SessionSocket>;

  sendText(thread: Thread, message: OutgoingText, signal: AbortSignal): Promise<Delivery>;
  sendImage(thread: Thread, image: OutgoingImage, signal: AbortSignal): Promise<Delivery>;
  /** Needs an open socket: Zalo says there when an upload is done. */
  sendFile(thread: Thread, file: OutgoingFile, signal: AbortSignal): Promise<Delivery>;
  /** Uploads without sending, and resolves to where Zalo serves the file. Needs an open socket. */
  uploadFile(thread: Thread, file: OutgoingFile, signal: AbortSignal): Promise<string>;
  sendVideo(thread: Thread, video: OutgoingVideo, signal: AbortSignal): Promise<Delivery>;
  /** `url` is served by Zalo or by anybody whom Zalo can reach. */
  sendVoice(thread: Thread, url: string, signal: AbortSignal): Promise<Delivery>;
  sendSticker(thread: Thread, sticker: StickerRef, signal: AbortSignal): Promise<Delivery>;
  sendLink(thread: Thread, link: { url: string; text: string }, signal: AbortSignal): Promise<Delivery>;
  /** What was sent is told by the poll's own id: Zalo does not say which message shows it. */
  createPoll(groupId: string, poll: OutgoingPoll, signal: AbortSignal): Promise<Delivery>;

  /** `icon` is Zalo's own code for it, such as `/-heart`; empty takes the reaction back. */
  react(thread: Thread, message: MessageRef, icon: string, signal: AbortSignal): Promise<void>;
  /** Takes an own message back for everybody. */
  undo(thread: Thread, message: MessageRef, signal: AbortSignal): Promise<void>;
  sendTyping(thread: Thread, signal: AbortSignal): Promise<void>;
  /** At most 50 messages of one thread. */
  sendSeen(thread: Thread, messages: readonly WireMessage[], signal: AbortSignal): Promise<void>;
  sendDelivered(thread: Thread, messages: readonly WireMessage[], signal: AbortSignal): Promise<void>;

  ownProfile(signal: AbortSignal): Promise<Profile>;
  friends(signal: AbortSignal): Promise<readonly Profile[]>;
  groups(signal: AbortSignal): Promise<readonly GroupProfile[]>;
  groupMembers(groupId: string, signal: AbortSignal): Promise<readonly Profile[]>;
  profiles(userIds: readonly string[], signal: AbortSignal): Promise<readonly Profile[]>;
  /** Keeps Zalo from forgetting the session. */
  keepAlive(signal: AbortSignal): Promise<void>;
}

/** One open socket. */
export interface SessionSocket {
  /** Resolves when it has ended, for whatever reason; never rejects. */
  readonly ended: Promise<SocketEnd>;
  /** Resolves when the other side has answered; rejects when it did not in time. */
  ping(signal: AbortSignal): Promise<void>;
  /** Asks for what came in before; it arrives as `old` events. `after` is the last message id that is known. */
  requestOld(kind: Thread["kind"], after: string | undefined): void;
  /** Ends it; `ended` resolves soon even when the other side says nothing. */
  close(): void;
}

/**
 * - `closed`: we closed it.
 * - `dropped`: the network or Zalo broke it off; worth another try.
 * - `duplicate`: the owner opened Zalo in a browser (3000).
 * - `kicked`: somebody logged in elsewhere (3003).
 */
export interface SocketEnd {
  why: "closed" | "dropped" | "duplicate" | "kicked";
  /** The close code, when there was one. */
  code?: number;
}

export interface SocketHandlers {
  /** Called in the order in which the socket brought them; must not throw. */
  event(event: SessionEvent): void;
  /** A frame that could not be understood; the ones after it are not touched. */
  badFrame(): void;
}

/** What happens on Zalo, in plain JSON: it is written to disk as it is. */
export type SessionEvent =
  | { kind: "message"; thread: Thread; isSelf: boolean; old?: true; message: WireMessage }
  | { kind: "undo"; thread: Thread; isSelf: boolean; by: string; undone: MessageRef; at: string }
  | {
      kind: "reaction";
      thread: Thread;
      isSelf: boolean;
      by: string;
      name: string;
      icon: string;
      to: MessageRef;
      at: string;
    }
  | { kind: "group"; groupId: string; act: string; data: JsonObject }
  | { kind: "friend"; act: string; userId: string; data: JsonObject };

/** A message by its two names: Zalo's, and the one that its sender's client gave it. */
export interface MessageRef {
  messageId: string;
  clientMessageId: string;
}

/** A message as Zalo's web protocol has it (zca-js 2.2.0, `message.data`), every number of it a string. */
export interface WireMessage {
  msgId: string;
  cliMsgId: string;
  msgType: string;
  uidFrom: string;
  idTo: string;
  dName: string;
  /** Milliseconds since the epoch, in digits. */
  ts: string;
  content: string | JsonObject | null;
  quote?: WireQuote;
  mentions?: readonly WireMention[];
  propertyExt?: JsonObject;
  ttl?: string;
}

export interface WireQuote {
  ownerId: string;
  globalMsgId: string;
  cliMsgId: string;
  cliMsgType: string;
  ts: string;
  msg: string;
  /** JSON as text; empty when there is none. */
  attach: string;
  fromD: string;
}

/** `uid` "-1" means everybody; `pos` and `len` are UTF-16 units of the content. */
export interface WireMention {
  uid: string;
  pos: number;
  len: number;
}

export interface OutgoingText {
  text: string;
  styles: readonly TextStyle[];
  /** Only in groups. */
  mentions: readonly { start: number; length: number; userId: string }[];
  /** The message that this one answers. */
  quote?: WireMessage;
}

/** `style` is Zalo's name of it: `b`, `i`, `u`, `s`, `f_18`, `c_db342e`, `lst_1`, `ind_10`… Offsets are UTF-16 units. */
export interface TextStyle {
  start: number;
  length: number;
  style: string;
}

export interface OutgoingFile {
  bytes: Uint8Array;
  /** With its extension. */
  name: string;
}

export interface OutgoingImage extends OutgoingFile {
  /** Pixels. */
  width: number;
  height: number;
  caption: string;
}

export interface OutgoingVideo {
  url: string;
  thumbnailUrl: string;
  /** Milliseconds. */
  durationMs: number;
  width: number;
  height: number;
  caption: string;
}

export interface StickerRef {
  id: string;
  categoryId: string;
  type: string;
}

export interface OutgoingPoll {
  question: string;
  options: readonly string[];
  allowsSeveral: boolean;
  isAnonymous: boolean;
  /** Milliseconds since the epoch; absent when it has no end. */
  endsAt?: number;
}

export interface Profile {
  id: string;
  name: string;
  /** The name that the account's owner gave this friend. */
  alias?: string;
  isFriend: boolean;
}

export interface GroupProfile {
  id: string;
  name: string;
  memberCount: number;
}

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}
