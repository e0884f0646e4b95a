import { ChannelError } from "channel-kit/outcome/channel-error";
import type { Delivery } from "channel-kit/outcome/delivery";
import type {
  Credentials,
  GroupProfile,
  OutgoingFile,
  OutgoingImage,
  OutgoingPoll,
  OutgoingText,
  OutgoingVideo,
  Profile,
  Session,
  SessionEvent,
  SessionSocket,
  SocketHandlers,
  StickerRef,
  Thread,
} from "../session/port.ts";
import { MemorySocket } from "./memory-socket.ts";

/** One call that was made of a session, by the name of its method, with what it was given. */
export interface SessionCall {
  name: keyof Session;
  given: readonly unknown[];
}

/**
 * A logged-in account in memory. Remembers every call in order, has friends and groups, and one socket at a time.
 * `failing` makes calls fail until it is emptied.
 */
export class MemorySession implements Session {
  readonly ownId: string;
  readonly calls: SessionCall[] = [];
  readonly sockets: MemorySocket[] = [];
  /** What a call of this name throws or, for sends, answers instead of `sent`. */
  readonly failing = new Map<keyof Session, ChannelError | Delivery>();
  /** What `requestOld` brings, oldest first. */
  readonly past: Extract<SessionEvent, { kind: "message" }>[] = [];
  ownFriends: readonly Profile[] = [];
  ownGroups: readonly GroupProfile[] = [];
  members: Readonly<Record<string, readonly Profile[]>> = {};
  isDisposed = false;
  #credentials: Credentials;
  readonly #listeners: (() => void)[] = [];
  readonly #opened: ((socket: MemorySocket) => void)[] = [];
  #lastId = 7_000_000_000_000;

  constructor(ownId = "100000000000000001") {
    this.ownId = ownId;
    this.#credentials = { imei: "imei", userAgent: "agent", language: "vi", cookies: [] };
  }

  /** The socket that is open now. */
  get socket(): MemorySocket {
    const last = this.sockets.at(-1);
    if (last === undefined || last.hasEnded) throw new Error("No socket is open.");
    return last;
  }

  /** Resolves with the next socket that is opened. */
  nextSocket(): Promise<MemorySocket> {
    return new Promise((resolve) => this.#opened.push(resolve));
  }

  /** Every call of one name, in order. */
  callsOf(name: keyof Session): readonly (readonly unknown[])[] {
    return this.calls.filter((call) => call.name === name).map(({ given }) => given);
  }

  credentials(): Credentials {
    return this.#credentials;
  }

  onCredentials(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** Zalo sends new cookies. */
  rotate(cookies: Credentials["cookies"]): void {
    this.#credentials = { ...this.#credentials, cookies };
    for (const listener of this.#listeners) listener();
  }

  async openSocket(handlers: SocketHandlers, signal: AbortSignal): Promise<SessionSocket> {
    await this.#called("openSocket", [], signal);
    if (this.sockets.some(({ hasEnded }) => !hasEnded)) throw new Error("The socket before is still open.");
    const socket = new MemorySocket(handlers, this.past);
    this.sockets.push(socket);
    for (const opened of this.#opened.splice(0)) opened(socket);
    return socket;
  }

  sendText(thread: Thread, message: OutgoingText, signal: AbortSignal): Promise<Delivery> {
    return this.#send("sendText", [thread, message], signal);
  }
  sendImage(thread: Thread, image: OutgoingImage, signal: AbortSignal): Promise<Delivery> {
    return this.#send("sendImage", [thread, image], signal);
  }
  sendFile(thread: Thread, file: OutgoingFile, signal: AbortSignal): Promise<Delivery> {
    return this.#send("sendFile", [thread, file], signal);
  }
  async uploadFile(thread: Thread, file: OutgoingFile, signal: AbortSignal): Promise<string> {
    await this.#called("uploadFile", [thread, file], signal);
    return `https://files.example/${encodeURIComponent(file.name)}`;
  }
  sendVideo(thread: Thread, video: OutgoingVideo, signal: AbortSignal): Promise<Delivery> {
    return this.#send("sendVideo", [thread, video], signal);
  }
  sendVoice(thread: Thread, url: string, signal: AbortSignal): Promise<Delivery> {
    return this.#send("sendVoice", [thread, url], signal);
  }
  sendSticker(thread: Thread, sticker: StickerRef, signal: AbortSignal): Promise<Delivery> {
    return this.#send("sendSticker", [thread, sticker], signal);
  }
  sendLink(thread: Thread, link: { url: string; text: string }, signal: AbortSignal): Promise<Delivery> {
    return this.#send("sendLink", [thread, link], signal);
  }
  createPoll(groupId: string, poll: OutgoingPoll, signal: AbortSignal): Promise<Delivery> {
    return this.#send("createPoll", [groupId, poll], signal);
  }

  react: Session["react"] = (thread, message, icon, signal) =>
    this.#called("react", [thread, message, icon], signal);
  undo: Session["undo"] = (thread, message, signal) => this.#called("undo", [thread, message], signal);
  sendTyping: Session["sendTyping"] = (thread, signal) => this.#called("sendTyping", [thread], signal);
  sendSeen: Session["sendSeen"] = (thread, messages, signal) =>
    this.#called("sendSeen", [thread, messages], signal);
  sendDelivered: Session["sendDelivered"] = (thread, messages, signal) =>
    this.#called("sendDelivered", [thread, messages], signal);
  keepAlive: Session["keepAlive"] = (signal) => this.#called("keepAlive", [], signal);

  async ownProfile(signal: AbortSignal): Promise<Profile> {
    await this.#called("ownProfile", [], signal);
    return { id: this.ownId, name: "Tiệm Hoa", isFriend: false };
  }
  async friends(signal: AbortSignal): Promise<readonly Profile[]> {
    await this.#called("friends", [], signal);
    return this.ownFriends;
  }
  async groups(signal: AbortSignal): Promise<readonly GroupProfile[]> {
    await this.#called("groups", [], signal);
    return this.ownGroups;
  }
  async groupMembers(groupId: string, signal: AbortSignal): Promise<readonly Profile[]> {
    await this.#called("groupMembers", [groupId], signal);
    return this.members[groupId] ?? [];
  }
  async profiles(userIds: readonly string[], signal: AbortSignal): Promise<readonly Profile[]> {
    await this.#called("profiles", [userIds], signal);
    return [...this.ownFriends, ...Object.values(this.members).flat()].filter(({ id }) =>
      userIds.includes(id),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.isDisposed = true;
    for (const socket of this.sockets) socket.end({ why: "closed" });
  }

  async #called(name: keyof Session, given: readonly unknown[], signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw new ChannelError("aborted", "The call was stopped.");
    this.calls.push({ name, given });
    const failure = this.failing.get(name);
    if (failure instanceof ChannelError) throw failure;
  }

  async #send(name: keyof Session, given: readonly unknown[], signal: AbortSignal): Promise<Delivery> {
    await this.#called(name, given, signal);
    const failure = this.failing.get(name);
    if (failure !== undefined && !(failure instanceof ChannelError)) return failure;
    this.#lastId += 1;
    return { kind: "sent", messageId: String(this.#lastId) };
  }
}
