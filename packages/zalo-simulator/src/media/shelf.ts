import { randomBytes } from "node:crypto";
import type { Media } from "./media.ts";
import { isSampleName, SAMPLE_TYPES, type SampleName, sampleFile } from "./samples.ts";

/** Together no larger than this, in bytes; the oldest files go first. */
const SHELF_LIMIT_BYTES = 64 * 1024 * 1024;

/** Path of everything on the shelf. */
const ROOT = "/media/";

/**
 * The files this Zalo serves: its built-in samples, what tests host on it, and the photos of bots as their
 * readers' phones have them, by message id.
 */
export class MediaShelf {
  readonly #origin: () => string;
  readonly #files = new Map<string, Media>();
  #size = 0;

  /** `origin` is where the files can be fetched; it is asked when a URL is made. */
  constructor(origin: () => string) {
    this.#origin = origin;
  }

  /** The URLs of small built-in files to send as a person. */
  get samples(): Readonly<Record<SampleName, string>> {
    return {
      "photo.jpg": this.urlOf("photo.jpg"),
      "photo.png": this.urlOf("photo.png"),
      "voice.aac": this.urlOf("voice.aac"),
      "voice.m4a": this.urlOf("voice.m4a"),
      "video.mp4": this.urlOf("video.mp4"),
      "moving.gif": this.urlOf("moving.gif"),
      "sticker.webp": this.urlOf("sticker.webp"),
      "page.pdf": this.urlOf("page.pdf"),
    };
  }

  /** Serves a file of one's own and returns its URL, which ends with `ending`, e.g. `.jpg`. */
  host(media: Media, ending = ""): string {
    const name = `${randomBytes(10).toString("hex")}${ending}`;
    this.keep(name, media);
    return this.urlOf(name);
  }

  /** Keeps a file under this name, in place of an older one. A file larger than the whole shelf is not kept. */
  keep(name: string, media: Media): void {
    this.drop(name);
    if (media.bytes.length > SHELF_LIMIT_BYTES) return;
    this.#files.set(name, media);
    this.#size += media.bytes.length;
    for (const oldest of this.#files.keys()) {
      if (this.#size <= SHELF_LIMIT_BYTES) return;
      this.drop(oldest);
    }
  }

  /** The file of this name: a sample, something hosted, or the photo of the message with this id. */
  get(name: string): Media | undefined {
    if (isSampleName(name)) return { type: SAMPLE_TYPES[name], bytes: sampleFile(name) };
    return this.#files.get(name);
  }

  drop(name: string): void {
    this.#size -= this.#files.get(name)?.bytes.length ?? 0;
    this.#files.delete(name);
  }

  /** The path of a file by its URL; undefined for a file elsewhere, or one that is not there (any more). */
  pathOf(url: string): string | undefined {
    const root = `${this.#origin()}${ROOT}`;
    if (!url.startsWith(root)) return undefined;
    const name = url.slice(root.length);
    return this.get(name) === undefined ? undefined : `${ROOT}${name}`;
  }

  owns(pathname: string): boolean {
    return pathname.startsWith(ROOT);
  }

  /** The file behind a path that the shelf owns. */
  at(pathname: string): Media | undefined {
    return this.get(pathname.slice(ROOT.length));
  }

  /** Where the file of this name is or would be. */
  urlOf(name: string): string {
    return `${this.#origin()}${ROOT}${name}`;
  }
}
