import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rm, utimes } from "node:fs/promises";
import { join } from "node:path";
import { ChannelError } from "../outcome/channel-error.ts";
import type { Clock } from "../time/clock.ts";
import { ageOf, codeOf, writeWhole } from "./write-whole.ts";

/** As long as a message that waits may still be sent: the gateway's queue gives up earlier. In milliseconds. */
const KEEP_MS = 7 * 24 * 60 * 60 * 1_000;
/** A file that was sent is needed again only by a process that died before noting that; in milliseconds. */
const KEEP_SENT_MS = 60 * 60 * 1_000;
/** A half-written file this old was left behind by a process that died, in milliseconds. */
const ABANDONED_MS = 60 * 60 * 1_000;
/** Together no more than this; the oldest go first. */
const MOST_BYTES = 2 * 1024 * 1024 * 1024;
const MOST_FILES = 5_000;

const KEY_FORM = /^[0-9a-f]{32}$/;
const KEY_BYTES = 16;

export interface KeptFilesOptions {
  /** Where the files lie; made when it is missing. */
  folder: string;
  clock: Clock;
  mostBytes?: number;
}

/** Files that wait on disk until the message that carries them has been sent, over restarts. */
export class KeptFiles {
  readonly #options: Required<KeptFilesOptions>;

  constructor(options: KeptFilesOptions) {
    this.#options = { mostBytes: MOST_BYTES, ...options };
  }

  /** Puts a file down and answers its key. Throws `ChannelError("storage")`. */
  async keep(bytes: Uint8Array): Promise<string> {
    const { folder, clock } = this.#options;
    const key = randomBytes(KEY_BYTES).toString("hex");
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeWhole(join(folder, key), bytes, clock.now());
    } catch (cause) {
      throw new ChannelError("storage", `A file could not be stored for sending (${codeOf(cause)}).`, {
        fix: "Check that the gateway's state folder is writable and that the disk is not full.",
        cause,
      });
    }
    await this.tidy();
    return key;
  }

  /** Undefined when the file is there no more. */
  async read(key: string): Promise<Uint8Array | undefined> {
    return KEY_FORM.test(key) ? await readFile(this.#path(key)).catch(() => undefined) : undefined;
  }

  /** The message has been sent: the file goes soon. */
  async release(key: string): Promise<void> {
    const at = (this.#options.clock.now() - KEEP_MS + KEEP_SENT_MS) / 1_000;
    if (KEY_FORM.test(key)) await utimes(this.#path(key), at, at).catch(() => undefined);
  }

  /** Deletes what is too old and, when there is too much, the oldest. */
  async tidy(): Promise<void> {
    const { folder, clock, mostBytes } = this.#options;
    const now = clock.now();
    const kept: { path: string; at: number; size: number }[] = [];
    for (const name of await readdir(folder).catch((): string[] => [])) {
      const path = join(folder, name);
      const found = await ageOf(path);
      if (found === undefined) continue;
      const keepMs = KEY_FORM.test(name) ? KEEP_MS : ABANDONED_MS;
      if (now - found.at >= keepMs) await rm(path, { force: true });
      else if (KEY_FORM.test(name)) kept.push({ path, ...found });
    }
    kept.sort((left, right) => right.at - left.at);
    let bytes = 0;
    for (const [index, { path, size }] of kept.entries()) {
      bytes += size;
      if (index >= MOST_FILES || bytes > mostBytes) await rm(path, { force: true });
    }
  }

  #path(key: string): string {
    return join(this.#options.folder, key);
  }
}
