/** What the library wants to hear when Zalo has finished an upload. */
export type UploadDone = (done: { fileId: string; fileUrl: string }) => unknown;

/** Finished uploads that nobody has asked for are forgotten beyond this many. */
const MAX_EARLY = 200;

/**
 * Stands in for the library's own map of uploads that wait for the socket to say that they are done. Unlike that one
 * it also knows what was said before anybody waited (H2), and starts no timer that would keep the process (S6).
 */
export class Uploads extends Map<string, UploadDone> {
  readonly #early = new Map<string, string>();

  override set(fileId: string, tell: UploadDone): this {
    const fileUrl = this.#early.get(fileId);
    if (fileUrl === undefined) return super.set(fileId, tell);
    this.#early.delete(fileId);
    tell({ fileId, fileUrl });
    return this;
  }

  /** The socket says that an upload is done. */
  finish(fileId: string, fileUrl: string): void {
    const tell = this.get(fileId);
    if (tell !== undefined) {
      this.delete(fileId);
      tell({ fileId, fileUrl });
      return;
    }
    this.#early.set(fileId, fileUrl);
    const [oldest] = this.#early.keys();
    if (this.#early.size > MAX_EARLY && oldest !== undefined) this.#early.delete(oldest);
  }
}
