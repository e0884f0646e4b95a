/** Why a socket ended, as far as this side can know: it closed it, the client did, or it just broke. */
export type SocketEndedBy = "server" | "client" | "cut";

/** What can happen on the personal side. Nothing in it holds a cookie, a key, an imei or a QR code's token. */
export type PersonalHappening =
  | {
      /** Somebody wrote: a person, or a bot in a group. `toId` is the other person's uid, or the group's webId. */
      kind: "chat-message";
      msgId: string;
      fromUid: string;
      toKind: "direct" | "group";
      toId: string;
      content: string;
      text: string;
    }
  /** A QR code was made, scanned, confirmed, declined, or ran out. `uid` is who held the phone. */
  | {
      kind: "qr-code";
      state: "made" | "scanned" | "confirmed" | "declined" | "expired";
      uid?: string;
    }
  /** A client logged in, or was refused with this code. `uid` is missing when nobody knows whose login it was. */
  | { kind: "web-login"; uid?: string; code: number }
  | {
      /**
       * An HTTP request of the personal protocol was answered (or spoilt). `call` is the path without `/api/`;
       * `params` are decrypted; `code` is Zalo's own, `status` null when no answer left.
       */
      kind: "web-call";
      uid?: string;
      call: string;
      host: string;
      threadId?: string;
      params: Readonly<Record<string, unknown>>;
      status: number | null;
      code?: number;
      accepted: boolean;
      faulted?: string;
    }
  | { kind: "socket-opened"; uid: string; socketId: number }
  /** `code` as the protocol names it: 1006 when nobody said goodbye. */
  | { kind: "socket-closed"; uid: string; socketId: number; code: number; by: SocketEndedBy }
  /** A request or an upgrade met a broken connection, because Zalo is not reachable. */
  | { kind: "unreachable"; host: string; what: "request" | "upgrade" }
  /** An upgrade that was not carried out: no session, told to refuse, or left hanging. */
  | { kind: "socket-refused"; uid?: string; why: "no-session" | "told-to" | "hanging" }
  | {
      /** A frame left. `msgIds` are the messages in it. */
      kind: "socket-event-sent";
      uid: string;
      socketId: number;
      cmd: number;
      msgIds: readonly string[];
    }
  /** A frame of the client's. `lastId` as it asked for old messages. */
  | { kind: "socket-request"; uid: string; socketId: number; cmd: number; lastId?: string | null }
  | { kind: "web-typing"; fromUid: string; toKind: "direct" | "group"; toId: string }
  /** Somebody took a message of their own back. */
  | { kind: "message-recalled"; msgId: string; byUid: string }
  /** Somebody removed a message, for themselves or, in a group they run, for everybody. */
  | { kind: "message-deleted"; msgId: string; byUid: string; forEveryone: boolean }
  /** `icon` is empty when the reaction was taken back. */
  | { kind: "message-reaction"; msgId: string; byUid: string; icon: string; rType: number }
  /** A device has messages, or its owner has looked at them. */
  | { kind: "message-receipt"; as: "delivered" | "seen"; msgIds: readonly string[]; byUid: string }
  /** `uids` are those whom it is about. */
  | { kind: "group-changed"; groupId: string; act: string; byUid: string; uids: readonly string[] }
  /** Somebody chose in a poll of a group, or closed it. `options` are positions counted from 1. */
  | {
      kind: "group-vote";
      act: "voted" | "closed";
      pollId: number;
      byUid: string;
      options: readonly number[];
    }
  | { kind: "friends-changed"; act: string; byUid: string; otherUid: string }
  /** All chunks of an upload are there. `told` says when the client hears of it over its socket. */
  | {
      kind: "upload-whole";
      uid: string;
      fileName: string;
      bytes: number;
      chunks: number;
      fileId: string;
      told: "in-answer" | "after" | "late" | "early" | "never";
    };
