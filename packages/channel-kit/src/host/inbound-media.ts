import type { PluginRuntime } from "openclaw/plugin-sdk/channel-core";
import type { Attachment, Envelope } from "../envelope/envelope.ts";
import { attachmentPlaceholder } from "../envelope/placeholder.ts";
import type { Downloads } from "../media/download.ts";
import type { Fetched } from "../media/fetch-attachment.ts";
import { type Unfetched, unfetchedPlaceholder } from "../media/unfetched.ts";
import { AtMost } from "../time/at-most.ts";
import type { Clock } from "../time/clock.ts";

type InboundContext = Parameters<PluginRuntime["channel"]["inbound"]["buildContext"]>[0];
/** One file as the gateway wants to be told of it. */
export type MediaFact = NonNullable<InboundContext["media"]>[number];

/** What the agent gets of a message's attachments. */
export interface InboundMedia {
  /** The files that it sees or hears, in order. */
  facts: readonly MediaFact[];
  /** A line for each thing that it has to be told of in words. */
  lines: readonly string[];
  /** What could not be had and the person wants to know of. */
  unfetched: readonly Unfetched[];
}

export interface InboundMediaOptions {
  runtime: Pick<PluginRuntime, "channel">;
  downloads: Pick<Downloads, "download">;
  /** The largest file that is fetched. */
  maxBytes: number;
  clock: Clock;
  /** Told, for the log, why something could not be had. */
  onUnfetched(envelope: Envelope, detail: string): void;
}

/** Files that an account fetches at once, which bounds what it holds in memory. */
const AT_ONCE = 4;
/** Time for all attachments of one message, in milliseconds; the person is waiting. */
const PATIENCE_MS = 60_000;
/** Where the gateway keeps what came with messages, below its media folder. */
const FOLDER = "inbound";

/** Fetches what came with admitted messages and hands it to the gateway's keeping. One per account. */
export class InboundMediaFetcher {
  readonly #options: InboundMediaOptions;
  readonly #slots = new AtMost(AT_ONCE);

  constructor(options: InboundMediaOptions) {
    this.#options = options;
  }

  /** Not to be called before the gate has admitted the message. Rejects when the signal fires. */
  async download(envelope: Envelope, signal: AbortSignal): Promise<InboundMedia> {
    const done = new AbortController();
    const late = new AbortController();
    const timer = this.#options.clock.sleep(PATIENCE_MS, done.signal).then(
      () => late.abort(),
      () => {},
    );
    try {
      const takeIn = (attachment: Attachment) =>
        this.#slots.run(() => this.#takeIn(envelope, attachment, signal, late.signal));
      return merged(await Promise.all(envelope.attachments.map(takeIn)));
    } finally {
      done.abort();
      await timer;
    }
  }

  async #takeIn(
    envelope: Envelope,
    attachment: Attachment,
    signal: AbortSignal,
    late: AbortSignal,
  ): Promise<InboundMedia> {
    const { kind, url } = attachment;
    // The agent is to know a sticker from a picture.
    const named = kind === "sticker" || url === undefined ? [attachmentPlaceholder(attachment)] : [];
    if (url === undefined) return { facts: [], lines: named, unfetched: [] };
    const fetched = await this.#fetchInTime(attachment, url, signal, late);
    if (fetched.kind === "file") {
      return { facts: [await this.#keep(fetched)], lines: named, unfetched: [] };
    }
    this.#options.onUnfetched(envelope, fetched.detail);
    if (kind === "sticker") return { facts: [], lines: named, unfetched: [] };
    const unfetched = { ...fetched.why, kind };
    return { facts: [], lines: [unfetchedPlaceholder(unfetched)], unfetched: [unfetched] };
  }

  async #fetchInTime(
    { kind }: Attachment,
    url: string,
    signal: AbortSignal,
    late: AbortSignal,
  ): Promise<Fetched> {
    // Loaded with the first file, because it brings an HTTP client along.
    const { fetchAttachment } = await import("../media/fetch-attachment.ts");
    try {
      return await fetchAttachment(kind, url, { ...this.#options, signal: AbortSignal.any([signal, late]) });
    } catch (error) {
      if (signal.aborted || !late.aborted) throw error;
      return { kind: "unfetched", why: { why: "unreachable" }, detail: "There was no time left for it." };
    }
  }

  async #keep({ bytes, mime }: Extract<Fetched, { kind: "file" }>): Promise<MediaFact> {
    const { saveMediaBuffer } = this.#options.runtime.channel.media;
    const saved = await saveMediaBuffer(Buffer.from(bytes), mime, FOLDER, bytes.byteLength);
    return { path: saved.path, contentType: mime, sizeBytes: bytes.byteLength };
  }
}

function merged(parts: readonly InboundMedia[]): InboundMedia {
  return {
    facts: parts.flatMap(({ facts }) => facts),
    lines: parts.flatMap(({ lines }) => lines),
    unfetched: parts.flatMap(({ unfetched }) => unfetched),
  };
}
