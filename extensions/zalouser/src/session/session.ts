import type { HttpClient } from "channel-kit/http/http-client";
import { ChannelError } from "channel-kit/outcome/channel-error";
import type { Delivery } from "channel-kit/outcome/delivery";
import type { Calls } from "./calls.ts";
import type { Deadlines } from "./deadlines.ts";
import type { Library, LibraryMessage, LibrarySource } from "./library.ts";
import { messageIdIn, toLibraryMessage, toLibraryReceipt, toLibrarySource, typeOf } from "./messages-out.ts";
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
  /** What has been uploaded already, by what it was uploaded from. */
  readonly #uploaded = new WeakMap<LibrarySource, unknown>();
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
    const upload = library.uploadAttachment.bind(library);
    // A message with an attachment uploads before it is sent. Ours is uploaded by then, outside of the line in which
    // sends wait for each other, so that a long upload holds no other message up.
    library.uploadAttachment = async (sources, threadId, type) => {
      const [source] = sources;
      const done = source === undefined ? undefined : this.#uploaded.get(source);
      return done ?? (await upload(sources, threadId, type));
    };
  }

  credentials(): Credentials {
    const { imei, userAgent, language, cookie } = this.#parts.library.getContext();
    return { imei, userAgent, language, cookies: savedCookies(cookie.toJSON()?.cookies ?? []) };
  }

  onCredentials(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** Called when an answer has brought cookies; many answers bring the ones that are known. */
  cookiesCame(): void {
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
    return this.#send("sending a text", thread, toLibraryMessage(message), signal);
  }

  async sendImage(thread: Thread, image: OutgoingImage, signal: AbortSignal): Promise<Delivery> {
    const { caption, width, height } = image;
    return await this.#sendUploaded("sending an image", thread, image, { width, height }, caption, signal);
  }

  async sendFile(thread: Thread, file: OutgoingFile, signal: AbortSignal): Promise<Delivery> {
    return await this.#sendUploaded("sending a file", thread, file, undefined, "", signal);
  }

  async uploadFile(thread: Thread, file: OutgoingFile, signal: AbortSignal): Promise<string> {
    const source = toLibrarySource(this.#parts.options.accountId, file);
    const [uploaded] = asList(await this.#upload("uploading a file", thread, source, signal));
    const url = isObject(uploaded)
      ? (textOf(uploaded["fileUrl"]) ?? textOf(uploaded["hdUrl"]) ?? textOf(uploaded["normalUrl"]))
      : undefined;
    if (url !== undefined && url !== "") return url;
    throw new ChannelError(
      "bad-response",
      `Zalo account "${this.#parts.options.accountId}": uploading a file got no address for it.`,
    );
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

  #send(what: string, thread: Thread, message: LibraryMessage, signal: AbortSignal): Promise<Delivery> {
    return this.#deliver(what, signal, (library) => library.sendMessage(message, thread.id, typeOf(thread)));
  }

  async #sendUploaded(
    what: string,
    thread: Thread,
    file: OutgoingFile,
    size: { width: number; height: number } | undefined,
    caption: string,
    signal: AbortSignal,
  ): Promise<Delivery> {
    try {
      const source = toLibrarySource(this.#parts.options.accountId, file, size);
      // The library uploads an animated picture in the very call that sends it.
      if (!source.filename.endsWith(".gif")) {
        this.#uploaded.set(source, await this.#upload(what, thread, source, signal));
      }
      // An attachment without words is refused when `msg` is missing (C7).
      return await this.#send(what, thread, { msg: caption, attachments: [source] }, signal);
    } catch (error) {
      if (error instanceof ChannelError) return { kind: "not-sent", error };
      throw error;
    }
  }

  async #upload(what: string, thread: Thread, source: LibrarySource, signal: AbortSignal): Promise<unknown> {
    const { accountId } = this.#parts.options;
    const needsSocket = !IMAGE.test(source.filename);
    const socket = this.#socket;
    const gone = new AbortController();
    const lost = () =>
      gone.abort(
        new ChannelError(
          "unreachable",
          `Zalo account "${accountId}": ${what} failed: the connection on which Zalo confirms uploads is not open.`,
        ),
      );
    // Zalo says over the socket that an upload is done; without one the library would wait for ever (H1).
    if (needsSocket && socket === undefined) lost();
    else if (needsSocket) void socket?.ended.then(lost);
    return await this.#parts.calls.ask(
      what,
      { signal: AbortSignal.any([signal, gone.signal]), ms: this.#parts.deadlines.uploadMs },
      () => this.#parts.library.uploadAttachment([source], thread.id, typeOf(thread)),
    );
  }
}

/** What is uploaded as an image, which is done as soon as it has been answered (zca-js 2.2.0). */
const IMAGE = /\.(?:jpe?g|png|webp)$/;
const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
