import type { HttpClient } from "channel-kit/http/http-client";
import { ChannelError } from "channel-kit/outcome/channel-error";
import type { Delivery } from "channel-kit/outcome/delivery";
import { Attachments } from "./attachments.ts";
import type { Calls } from "./calls.ts";
import type { Deadlines } from "./deadlines.ts";
import type { Library } from "./library.ts";
import { messageIdIn, toLibraryMessage, toLibraryReceipt, typeOf } from "./messages-out.ts";
import { heartbeatMs, openingFailure, socketAddress, socketHeaders } from "./open-socket.ts";
import { isObject, textOf } from "./plain-json.ts";
import type {
  Credentials,
  GroupProfile,
  MessageRef,
  OutgoingFile,
  OutgoingImage,
  OutgoingPoll,
  OutgoingText,
  OutgoingVideo,
  Profile,
  Session,
  SessionOptions,
  SessionSocket,
  SocketHandlers,
  StickerRef,
  Thread,
  WireMessage,
} from "./port.ts";
import { Questions } from "./questions.ts";
import { savedCookies } from "./saved-cookies.ts";
import { Uploads } from "./uploads.ts";
import { ZaloSocket } from "./web-socket.ts";

export interface SessionParts {
  library: Library;
  calls: Calls;
  client: HttpClient;
  options: SessionOptions;
  deadlines: Deadlines;
}

/** A logged-in account, over the library. */
export class ZaloSession implements Session {
  readonly ownId: string;
  readonly #parts: SessionParts;
  readonly #questions: Questions;
  readonly #uploads = new Uploads();
  readonly #listeners = new Set<() => void>();
  readonly #attachments: Attachments;
  #socket: SessionSocket | undefined;
  #attempts = 0;
  #lastCookies: string;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    const { library, calls, deadlines } = parts;
    const context = library.getContext();
    this.ownId = context.uid;
    context.uploadCallbacks = this.#uploads;
    this.#questions = new Questions(library, calls, deadlines.callMs);
    this.#lastCookies = JSON.stringify(this.credentials().cookies);
    calls.onCookies(() => this.#cookiesCame());
    this.#attachments = new Attachments(parts, () => this.#socket);
  }

  credentials(): Credentials {
    const { imei, userAgent, language, cookie } = this.#parts.library.getContext();
    return { imei, userAgent, language, cookies: savedCookies(cookie.toJSON()?.cookies ?? []) };
  }

  onCredentials(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** Many answers bring the cookies that are known. */
  #cookiesCame(): void {
    const now = JSON.stringify(this.credentials().cookies);
    if (now === this.#lastCookies) return;
    this.#lastCookies = now;
    for (const listener of this.#listeners) listener();
  }

  async openSocket(handlers: SocketHandlers, signal: AbortSignal): Promise<SessionSocket> {
    const { options, client, deadlines, library } = this.#parts;
    if (this.#socket !== undefined) {
      throw new ChannelError(
        "rejected",
        `Zalo account "${options.accountId}": the connection before this one is still open.`,
      );
    }
    const context = library.getContext();
    const { accountId, apiUrl } = options;
    const socket = new ZaloSocket(
      {
        accountId,
        ownId: this.ownId,
        address: socketAddress(context, this.#attempts++, apiUrl),
        headers: socketHeaders(context),
        client,
        heartbeatMs: heartbeatMs(context),
        handlers,
        onUpload: (fileId, url) => this.#uploads.finish(fileId, url),
        deadlines,
      },
      signal,
    );
    this.#socket = socket;
    void socket.ended.then(() => {
      this.#socket = undefined;
    });
    try {
      await socket.opened;
    } catch (thrown) {
      const { why } = await socket.ended;
      if (why !== "duplicate" && why !== "kicked") throw openingFailure(accountId, thrown, signal);
    }
    return socket;
  }

  sendText(thread: Thread, message: OutgoingText, signal: AbortSignal): Promise<Delivery> {
    return this.#deliver("sending a text", signal, (library) =>
      library.sendMessage(toLibraryMessage(message), thread.id, typeOf(thread)),
    );
  }

  sendImage(thread: Thread, image: OutgoingImage, signal: AbortSignal): Promise<Delivery> {
    return this.#attachments.sendImage(thread, image, signal);
  }

  sendFile(thread: Thread, file: OutgoingFile, signal: AbortSignal): Promise<Delivery> {
    return this.#attachments.sendFile(thread, file, signal);
  }

  uploadFile(thread: Thread, file: OutgoingFile, signal: AbortSignal): Promise<string> {
    return this.#attachments.upload(thread, file, signal);
  }

  sendVideo(thread: Thread, video: OutgoingVideo, signal: AbortSignal): Promise<Delivery> {
    const { url: videoUrl, thumbnailUrl, durationMs: duration, width, height, caption: msg } = video;
    const options = { videoUrl, thumbnailUrl, duration, width, height, msg };
    return this.#deliver("sending a video", signal, (library) =>
      library.sendVideo(options, thread.id, typeOf(thread)),
    );
  }

  sendVoice(thread: Thread, voiceUrl: string, signal: AbortSignal): Promise<Delivery> {
    return this.#deliver("sending a voice message", signal, (library) =>
      library.sendVoice({ voiceUrl }, thread.id, typeOf(thread)),
    );
  }

  sendSticker(thread: Thread, sticker: StickerRef, signal: AbortSignal): Promise<Delivery> {
    const { id, categoryId, type } = sticker;
    const wanted = { id: Number(id), cateId: Number(categoryId), type: Number(type) };
    return this.#deliver("sending a sticker", signal, (library) =>
      library.sendSticker(wanted, thread.id, typeOf(thread)),
    );
  }

  sendLink(
    thread: Thread,
    { url, text }: { url: string; text: string },
    signal: AbortSignal,
  ): Promise<Delivery> {
    return this.#deliver("sending a link", signal, (library) =>
      library.sendLink({ link: url, msg: text }, thread.id, typeOf(thread)),
    );
  }

  createPoll(groupId: string, poll: OutgoingPoll, signal: AbortSignal): Promise<Delivery> {
    const { question, options, allowsSeveral, isAnonymous, endsAt = 0 } = poll;
    const wanted = {
      question,
      options: [...options],
      expiredTime: endsAt,
      allowMultiChoices: allowsSeveral,
      isAnonymous,
    };
    return this.#parts.calls.deliver("creating a poll", this.#within(signal), async () => {
      const answer = await this.#parts.library.createPoll(wanted, groupId);
      return (isObject(answer) ? textOf(answer["poll_id"]) : undefined) ?? messageIdIn(answer);
    });
  }

  async react(thread: Thread, message: MessageRef, icon: string, signal: AbortSignal): Promise<void> {
    const data = { msgId: message.messageId, cliMsgId: message.clientMessageId };
    await this.#parts.calls.askInLine("reacting to a message", this.#within(signal), () =>
      this.#parts.library.addReaction(icon, { data, threadId: thread.id, type: typeOf(thread) }),
    );
  }

  async undo(thread: Thread, message: MessageRef, signal: AbortSignal): Promise<void> {
    const wanted = { msgId: message.messageId, cliMsgId: message.clientMessageId };
    await this.#parts.calls.askInLine("taking a message back", this.#within(signal), () =>
      this.#parts.library.undo(wanted, thread.id, typeOf(thread)),
    );
  }

  async sendTyping(thread: Thread, signal: AbortSignal): Promise<void> {
    await this.#ask("showing that we type", signal, (library) =>
      library.sendTypingEvent(thread.id, typeOf(thread)),
    );
  }

  async sendSeen(thread: Thread, messages: readonly WireMessage[], signal: AbortSignal): Promise<void> {
    await this.#ask("saying that messages were seen", signal, (library) =>
      library.sendSeenEvent(messages.map(toLibraryReceipt), typeOf(thread)),
    );
  }

  async sendDelivered(thread: Thread, messages: readonly WireMessage[], signal: AbortSignal): Promise<void> {
    await this.#ask("saying that messages have arrived", signal, (library) =>
      library.sendDeliveredEvent(false, messages.map(toLibraryReceipt), typeOf(thread)),
    );
  }

  ownProfile(signal: AbortSignal): Promise<Profile> {
    return this.#questions.ownProfile(signal);
  }

  friends(signal: AbortSignal): Promise<readonly Profile[]> {
    return this.#questions.friends(signal);
  }

  groups(signal: AbortSignal): Promise<readonly GroupProfile[]> {
    return this.#questions.groups(signal);
  }

  groupMembers(groupId: string, signal: AbortSignal): Promise<readonly Profile[]> {
    return this.#questions.groupMembers(groupId, signal);
  }

  profiles(userIds: readonly string[], signal: AbortSignal): Promise<readonly Profile[]> {
    return this.#questions.profiles(userIds, signal);
  }

  async keepAlive(signal: AbortSignal): Promise<void> {
    await this.#ask("keeping the session", signal, (library) => library.keepAlive());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listeners.clear();
    this.#parts.calls.close();
    this.#socket?.close();
    await this.#socket?.ended;
    await this.#parts.client.close();
  }

  #within(signal: AbortSignal): { signal: AbortSignal; ms: number } {
    return { signal, ms: this.#parts.deadlines.callMs };
  }

  #ask(what: string, signal: AbortSignal, work: (library: Library) => Promise<unknown>): Promise<unknown> {
    return this.#parts.calls.ask(what, this.#within(signal), () => work(this.#parts.library));
  }

  #deliver(
    what: string,
    signal: AbortSignal,
    work: (library: Library) => Promise<unknown>,
  ): Promise<Delivery> {
    const { calls, library } = this.#parts;
    return calls.deliver(what, this.#within(signal), async () => messageIdIn(await work(library)));
  }
}
