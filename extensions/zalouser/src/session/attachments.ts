import { ChannelError } from "channel-kit/outcome/channel-error";
import type { Delivery } from "channel-kit/outcome/delivery";
import type { LibrarySource } from "./library.ts";
import { messageIdIn, toLibrarySource, typeOf } from "./messages-out.ts";
import { isObject, textOf } from "./plain-json.ts";
import type { OutgoingFile, OutgoingImage, SessionSocket, Thread } from "./port.ts";
import type { SessionParts } from "./session.ts";

/** What is uploaded as an image, which is done as soon as it has been answered (zca-js 2.2.0). */
const IMAGE = /\.(?:jpe?g|png|webp)$/;
/** What the library uploads in the very call that sends it. */
const ANIMATED = /\.gif$/;

/**
 * Messages with a file. The upload comes first and outside of the line in which sends wait for each other, so that a
 * long one holds no other message up; the library would do both in one.
 */
export class Attachments {
  readonly #parts: SessionParts;
  readonly #socket: () => SessionSocket | undefined;
  /** What has been uploaded already, by what it was uploaded from. */
  readonly #uploaded = new WeakMap<LibrarySource, unknown>();

  constructor(parts: SessionParts, socket: () => SessionSocket | undefined) {
    this.#parts = parts;
    this.#socket = socket;
    const { library } = parts;
    const upload = library.uploadAttachment.bind(library);
    library.uploadAttachment = async (sources, threadId, type) => {
      const [source] = sources;
      const done = source === undefined ? undefined : this.#uploaded.get(source);
      return done ?? (await upload(sources, threadId, type));
    };
  }

  sendImage(thread: Thread, image: OutgoingImage, signal: AbortSignal): Promise<Delivery> {
    const { width, height, caption } = image;
    return this.#send("sending an image", thread, image, signal, { size: { width, height }, caption });
  }

  sendFile(thread: Thread, file: OutgoingFile, signal: AbortSignal): Promise<Delivery> {
    return this.#send("sending a file", thread, file, signal, { caption: "" });
  }

  /** Resolves to where Zalo serves the file. */
  async upload(thread: Thread, file: OutgoingFile, signal: AbortSignal): Promise<string> {
    const { accountId } = this.#parts.options;
    const uploaded = await this.#upload("uploading a file", thread, toLibrarySource(accountId, file), signal);
    const [first] = Array.isArray(uploaded) ? uploaded : [];
    const url = isObject(first)
      ? (textOf(first["fileUrl"]) ?? textOf(first["hdUrl"]) ?? textOf(first["normalUrl"]))
      : undefined;
    if (url !== undefined && url !== "") return url;
    throw new ChannelError(
      "bad-response",
      `Zalo account "${accountId}": uploading a file got no address for it.`,
    );
  }

  async #send(
    what: string,
    thread: Thread,
    file: OutgoingFile,
    signal: AbortSignal,
    { size, caption }: { size?: { width: number; height: number }; caption: string },
  ): Promise<Delivery> {
    const { calls, library, options, deadlines } = this.#parts;
    let source: LibrarySource;
    let ms = deadlines.callMs;
    try {
      source = toLibrarySource(options.accountId, file, size);
      if (ANIMATED.test(source.filename)) ms = deadlines.uploadMs;
      else this.#uploaded.set(source, await this.#upload(what, thread, source, signal));
    } catch (error) {
      if (error instanceof ChannelError) return { kind: "not-sent", error };
      throw error;
    }
    // Without words `msg` still has to be there (C7).
    const message = { msg: caption, attachments: [source] };
    return await calls.deliver(what, { signal, ms }, async () =>
      messageIdIn(await library.sendMessage(message, thread.id, typeOf(thread))),
    );
  }

  /** Zalo says over the socket that a file has arrived; without one the library would wait for ever (H1). */
  async #upload(what: string, thread: Thread, source: LibrarySource, signal: AbortSignal): Promise<unknown> {
    const { calls, library, options, deadlines } = this.#parts;
    const gone = new AbortController();
    const lost = () =>
      gone.abort(
        new ChannelError(
          "unreachable",
          `Zalo account "${options.accountId}": ${what} failed: the connection on which Zalo confirms uploads is not open.`,
        ),
      );
    if (!IMAGE.test(source.filename)) {
      const socket = this.#socket();
      if (socket === undefined) lost();
      else void socket.ended.then(lost);
    }
    const within = { signal: AbortSignal.any([signal, gone.signal]), ms: deadlines.uploadMs };
    return await calls.ask(what, within, () => library.uploadAttachment([source], thread.id, typeOf(thread)));
  }
}
