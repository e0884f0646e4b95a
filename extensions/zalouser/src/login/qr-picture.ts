import { randomUUID } from "node:crypto";
import { rename, rm, writeFile } from "node:fs/promises";
import { ChannelError } from "channel-kit/outcome/channel-error";

/** The code as a file that an operator asked for: whoever reads it while it is valid can log in with it. */
export class QrPicture implements AsyncDisposable {
  readonly path: string;
  #isOurs = false;

  constructor(path: string) {
    this.path = path;
  }

  /** Replaces the picture before. A file that was there already is left alone and is an error. */
  async write(png: Uint8Array): Promise<void> {
    try {
      if (!this.#isOurs) {
        await writeFile(this.path, png, { flag: "wx", mode: 0o600 });
        this.#isOurs = true;
        return;
      }
      const next = `${this.path}.${randomUUID()}`;
      await writeFile(next, png, { flag: "wx", mode: 0o600 });
      await rename(next, this.path);
    } catch (cause) {
      throw new ChannelError("storage", `The QR code cannot be written to ${this.path}.`, {
        fix: "Name a file that does not exist yet, in a folder that you may write to.",
        retryable: false,
        cause,
      });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isOurs) await rm(this.path, { force: true });
  }
}
