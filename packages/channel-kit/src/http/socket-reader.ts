import type { Duplex } from "node:stream";

/** Takes bytes off a socket while a proxy is talked to, and leaves the rest to whoever gets the socket. */
export class SocketReader implements Disposable {
  readonly #socket: Duplex;
  readonly #timer: NodeJS.Timeout;

  /** The socket is destroyed when `ms` milliseconds have passed before this is disposed. */
  constructor(socket: Duplex, ms: number) {
    this.#socket = socket;
    this.#timer = setTimeout(() => socket.destroy(), ms);
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }

  /** Exactly `count` bytes. Rejects when the socket ends before that. */
  exactly(count: number): Promise<Buffer> {
    return this.#until(() => {
      const chunk = this.#socket.read(count) as Buffer | null;
      return chunk?.length === count ? chunk : undefined;
    });
  }

  /** Everything up to an empty line, at most `limit` bytes, as text. What follows stays on the socket. */
  async head(limit: number): Promise<string> {
    let seen = Buffer.alloc(0);
    return await this.#until(() => {
      const chunk = this.#socket.read() as Buffer | null;
      if (chunk === null) return undefined;
      seen = Buffer.concat([seen, chunk]);
      const end = seen.indexOf("\r\n\r\n");
      if (end < 0) {
        if (seen.length > limit) this.#socket.destroy();
        return undefined;
      }
      if (seen.length > end + 4) this.#socket.unshift(seen.subarray(end + 4));
      return seen.toString("latin1", 0, end);
    });
  }

  #until<Result>(look: () => Result | undefined): Promise<Result> {
    const socket = this.#socket;
    return new Promise((resolve, reject) => {
      const settle = (act: () => void) => {
        socket.off("readable", onReadable).off("end", onGone).off("close", onGone);
        act();
      };
      const onReadable = () => {
        const result = look();
        if (result !== undefined) settle(() => resolve(result));
      };
      const onGone = () => settle(() => reject(new Error("closed")));
      socket.on("readable", onReadable).on("end", onGone).on("close", onGone);
      if (socket.destroyed) onGone();
      else onReadable();
    });
  }
}
