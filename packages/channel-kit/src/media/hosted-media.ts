import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { ChannelError } from "../outcome/channel-error.ts";
import type { Clock } from "../time/clock.ts";
import { addressName, shownName } from "./file-names.ts";
import { ageOf, codeOf, writeWhole } from "./write-whole.ts";

/** How long a file can be fetched: platforms and phones come again, and some keep no copy. */
const KEEP_MS = 24 * 60 * 60 * 1_000;
/** How long it is remembered that there was a file, so that late fetches learn that it is gone for good. */
const REMEMBER_MS = 7 * KEEP_MS;
/** Together no more than this; the oldest go first. */
const MOST_FILES = 2_000;
const MOST_BYTES = 1024 * 1024 * 1024;
/** A half-written file this old was left behind by a process that died, in milliseconds. */
const ABANDONED_MS = 60 * 60 * 1_000;

const ID_BYTES = 16;
const TOKEN_BYTES = 24;
const ID_FORM = /^[0-9a-f]{32}$/;

export interface HostedMediaOptions {
  /** Where the files lie; made when it is missing. All processes of one gateway use the same. */
  folder: string;
  clock: Clock;
  keepMs?: number;
  mostFiles?: number;
  mostBytes?: number;
}

/** A file that somebody outside is to fetch. */
export interface NewMedia {
  bytes: Uint8Array;
  /** A media type such as `image/png`. */
  mime: string;
  name: string;
}

const Card = z.object({
  /** SHA-256 of the token. */
  token: z.string(),
  name: z.string(),
  addressName: z.string(),
  mime: z.string(),
  size: z.number(),
  /** In milliseconds since the Unix epoch. */
  expiresAt: z.number(),
});
type Card = z.infer<typeof Card>;

export interface StoredMedia extends Pick<Card, "name" | "mime" | "size" | "expiresAt"> {
  id: string;
  /** Where its bytes lie. */
  file: string;
}

/** What a path leads to. `expired`: there was a file, for somebody who knows its token. */
export type Found = { kind: "found"; media: StoredMedia } | { kind: "expired" } | { kind: "unknown" };

/**
 * Files that a platform fetches over HTTP, on disk, so that any process of the gateway may put one there and
 * another serve it. Whoever knows the long random path of a file may fetch it until it expires.
 */
export class HostedMedia {
  readonly #options: Required<HostedMediaOptions>;

  constructor(options: HostedMediaOptions) {
    this.#options = { keepMs: KEEP_MS, mostFiles: MOST_FILES, mostBytes: MOST_BYTES, ...options };
  }

  /** Keeps a file and answers its path, such as `<id>/<token>/<name>`. Throws `ChannelError("storage")`. */
  async put({ bytes, mime, name }: NewMedia): Promise<string> {
    const { folder, clock, keepMs, mostBytes } = this.#options;
    if (bytes.byteLength > mostBytes) {
      throw new ChannelError("rejected", `The file ${shownName(name, "file")} is too large to be sent.`);
    }
    const id = randomBytes(ID_BYTES).toString("hex");
    const token = randomBytes(TOKEN_BYTES).toString("base64url");
    const now = clock.now();
    const card: Card = {
      token: digest(token).toString("base64url"),
      name: shownName(name, "file"),
      addressName: addressName(name),
      mime,
      size: bytes.byteLength,
      expiresAt: now + keepMs,
    };
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeWhole(join(folder, `${id}.bin`), bytes, now);
      await writeWhole(join(folder, `${id}.json`), JSON.stringify(card), now);
    } catch (cause) {
      throw new ChannelError("storage", `A file could not be stored for sending (${codeOf(cause)}).`, {
        fix: "Check that the gateway's state folder is writable and that the disk is not full.",
        cause,
      });
    }
    await this.tidy();
    return [id, token, card.addressName].join("/");
  }

  /** Looks up a path as `put` has answered it. Never throws. */
  async find(path: string): Promise<Found> {
    const [id = "", token = "", name = "", ...more] = path.split("/");
    const card = ID_FORM.test(id) && more.length === 0 ? await this.#card(id) : undefined;
    // Compared in constant time, also when there is nothing to compare with.
    const wanted = Buffer.from(card?.token ?? "", "base64url");
    const given = digest(token);
    const fits = timingSafeEqual(wanted.length === given.length ? wanted : Buffer.alloc(given.length), given);
    if (card === undefined || !fits || name !== card.addressName) return { kind: "unknown" };
    const file = join(this.#options.folder, `${id}.bin`);
    const there = this.#options.clock.now() < card.expiresAt && (await ageOf(file)) !== undefined;
    if (!there) return { kind: "expired" };
    const { mime, size, expiresAt } = card;
    return { kind: "found", media: { id, file, name: card.name, mime, size, expiresAt } };
  }

  /** Deletes what has expired and, when there is too much, the oldest. What another process deletes is no fault. */
  async tidy(): Promise<void> {
    const { folder, clock, keepMs, mostFiles, mostBytes } = this.#options;
    const names = await readdir(folder).catch((): string[] => []);
    const now = clock.now();
    const kept: { path: string; at: number; size: number }[] = [];
    for (const name of names) {
      const path = join(folder, name);
      const found = await ageOf(path);
      if (found === undefined) continue;
      const age = now - found.at;
      if (name.endsWith(".bin") && age < keepMs) kept.push({ path, ...found });
      else if (age >= lifetimeOf(name, keepMs)) await rm(path, { force: true });
    }
    kept.sort((left, right) => right.at - left.at);
    let bytes = 0;
    for (const [index, { path, size }] of kept.entries()) {
      bytes += size;
      if (index >= mostFiles || bytes > mostBytes) await rm(path, { force: true });
    }
  }

  async #card(id: string): Promise<Card | undefined> {
    try {
      return Card.parse(JSON.parse(await readFile(join(this.#options.folder, `${id}.json`), "utf8")));
    } catch {
      return undefined;
    }
  }
}

function lifetimeOf(name: string, keepMs: number): number {
  if (name.endsWith(".json")) return keepMs + REMEMBER_MS;
  return name.endsWith(".bin") ? keepMs : ABANDONED_MS;
}

const digest = (token: string): Buffer => createHash("sha256").update(token).digest();
