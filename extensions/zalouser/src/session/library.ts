import type { UploadDone } from "./uploads.ts";

/** 0 is a person, 1 a group. */
export type ThreadType = 0 | 1;

/** What the rest of this folder uses of the library, so that one file alone knows the library itself. */
export interface Library {
  getContext(): LibraryContext;
  sendMessage(message: LibraryMessage, threadId: string, type: ThreadType): Promise<unknown>;
  uploadAttachment(sources: LibrarySource[], threadId: string, type: ThreadType): Promise<unknown>;
  sendVideo(options: LibraryVideo, threadId: string, type: ThreadType): Promise<unknown>;
  sendVoice(options: { voiceUrl: string }, threadId: string, type: ThreadType): Promise<unknown>;
  sendSticker(
    sticker: { id: number; cateId: number; type: number },
    threadId: string,
    type: ThreadType,
  ): Promise<unknown>;
  sendLink(options: { link: string; msg: string }, threadId: string, type: ThreadType): Promise<unknown>;
  createPoll(options: LibraryPoll, groupId: string): Promise<unknown>;
  addReaction(icon: string, target: LibraryReactionTarget): Promise<unknown>;
  undo(message: { msgId: string; cliMsgId: string }, threadId: string, type: ThreadType): Promise<unknown>;
  sendTypingEvent(threadId: string, type: ThreadType): Promise<unknown>;
  sendSeenEvent(messages: LibraryReceipt[], type: ThreadType): Promise<unknown>;
  sendDeliveredEvent(isSeen: boolean, messages: LibraryReceipt[], type: ThreadType): Promise<unknown>;
  fetchAccountInfo(): Promise<unknown>;
  getAllFriends(): Promise<unknown>;
  getAliasList(count: number, page: number): Promise<unknown>;
  getAllGroups(): Promise<unknown>;
  getGroupInfo(groupIds: string[]): Promise<unknown>;
  getGroupMembersInfo(userIds: string[]): Promise<unknown>;
  getUserInfo(userIds: string[]): Promise<unknown>;
  keepAlive(): Promise<unknown>;
}

/** The library's state of one login. All of it is secret. */
export interface LibraryContext {
  uid: string;
  imei: string;
  userAgent: string;
  language: string;
  readonly API_TYPE: number;
  readonly API_VERSION: number;
  cookie: {
    getCookieStringSync(url: string): string;
    toJSON(): { cookies: unknown[] } | undefined;
  };
  loginInfo: Readonly<Record<string, unknown>>;
  settings: { features: { socket: { ping_interval: number } } };
  uploadCallbacks: Map<string, UploadDone>;
}

export interface LibraryMessage {
  msg: string;
  styles?: { start: number; len: number; st: string }[];
  mentions?: { pos: number; len: number; uid: string }[];
  quote?: LibraryQuote;
  attachments?: LibrarySource[];
}

export interface LibraryQuote {
  content: unknown;
  msgType: string;
  propertyExt: unknown;
  uidFrom: string;
  msgId: string;
  cliMsgId: string;
  ts: string;
  ttl: number;
}

export interface LibrarySource {
  data: Buffer;
  filename: `${string}.${string}`;
  metadata: { totalSize: number; width?: number; height?: number };
}

export interface LibraryVideo {
  videoUrl: string;
  thumbnailUrl: string;
  duration: number;
  width: number;
  height: number;
  msg: string;
}

export interface LibraryPoll {
  question: string;
  options: string[];
  expiredTime: number;
  allowMultiChoices: boolean;
  isAnonymous: boolean;
}

export interface LibraryReactionTarget {
  data: { msgId: string; cliMsgId: string };
  threadId: string;
  type: ThreadType;
}

export interface LibraryReceipt {
  msgId: string;
  cliMsgId: string;
  uidFrom: string;
  idTo: string;
  msgType: string;
  st: number;
  at: number;
  cmd: number;
  ts: string;
}
