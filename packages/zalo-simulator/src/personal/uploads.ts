import { createHash, randomInt } from "node:crypto";
import { extname } from "node:path";
import type { MediaShelf } from "../media/shelf.ts";
import { BoundedMap } from "../world/bounded.ts";

/** Uploads that are under way at most, and finished ones that can still be sent. */
const UNDER_WAY_KEPT = 100;
const FINISHED_KEPT = 1000;

/** One piece of a file on its way here. */
export interface Chunk {
  /** The same for all pieces of one upload. */
  key: string;
  fileName: string;
  totalSize: number;
  totalChunk: number;
  /** Counted from 1. */
  chunkId: number;
  bytes: Buffer;
}

/** A file that is here as a whole, ready to be sent. */
export interface Uploaded {
  /** Digits: `photoId` of a picture, `fileId` of anything else. */
  readonly id: string;
  readonly fileName: string;
  /** Where it can be fetched. */
  readonly url: string;
  readonly size: number;
  /** MD5 in hex. */
  readonly checksum: string;
  readonly bytes: Buffer;
}

/** What clients upload before they send it, each account's on its own. */
export class Uploads {
  readonly #media: MediaShelf;
  readonly #underWay = new BoundedMap<string, Map<number, Buffer>>(UNDER_WAY_KEPT);
  readonly #finished = new BoundedMap<string, Omit<Uploaded, "bytes">>(FINISHED_KEPT);
  #lastId = 5_000_000_000_000 + randomInt(1_000_000_000);

  constructor(media: MediaShelf) {
    this.#media = media;
  }

  /**
   * Takes a chunk in. The whole file once it is there, undefined before, "broken" when the chunks do not make up
   * what was announced.
   */
  take(
    ownerUid: string,
    { key, totalChunk, chunkId, bytes, fileName, totalSize }: Chunk,
  ): Uploaded | "broken" | undefined {
    const name = `${ownerUid}/${key}`;
    const chunks = this.#underWay.get(name) ?? new Map<number, Buffer>();
    this.#underWay.set(name, chunks.set(chunkId, bytes));
    if (chunks.size < totalChunk) return undefined;
    this.#underWay.delete(name);
    const inOrder = Array.from({ length: totalChunk }, (_, at) => chunks.get(at + 1) ?? Buffer.alloc(0));
    const whole = Buffer.concat(inOrder);
    if (whole.length !== totalSize) return "broken";
    return { ...this.keep(ownerUid, fileName, whole), bytes: whole };
  }

  /** Keeps a whole file under a new id. */
  keep(ownerUid: string, fileName: string, bytes: Buffer): Omit<Uploaded, "bytes"> {
    this.#lastId += randomInt(1, 10);
    const file = {
      id: String(this.#lastId),
      fileName,
      url: this.#media.host({ type: typeOf(fileName), bytes }, extname(fileName)),
      size: bytes.length,
      checksum: createHash("md5").update(bytes).digest("hex"),
    };
    this.#finished.set(`${ownerUid}/${file.id}`, file);
    return file;
  }

  /** What this account has uploaded under this id. */
  get(ownerUid: string, id: string): Omit<Uploaded, "bytes"> | undefined {
    return this.#finished.get(`${ownerUid}/${id}`);
  }
}

const TYPES: ReadonlyMap<string, string> = new Map([
  [".jpg", "image/jpeg"],
  [".jpeg", "image/jpeg"],
  [".png", "image/png"],
  [".webp", "image/webp"],
  [".gif", "image/gif"],
  [".mp4", "video/mp4"],
  [".m4a", "audio/mp4"],
  [".aac", "audio/aac"],
  [".pdf", "application/pdf"],
  [".txt", "text/plain"],
]);

const typeOf = (fileName: string): string =>
  TYPES.get(extname(fileName).toLowerCase()) ?? "application/octet-stream";
