import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { type IPty, spawn } from "@lydell/node-pty";
import type { Gateway } from "demo/gateway";
import { PATIENCE_MS } from "./shop.ts";

export interface TerminalOptions {
  columns?: number;
  rows?: number;
  /** Environment beside the gateway's. */
  env?: Readonly<Record<string, string>>;
}

/**
 * A terminal in which somebody runs one `openclaw` command and sees what it shows. That is kept in the gateway's
 * `commands.out` as well.
 */
export class Terminal implements AsyncDisposable {
  /** Everything that was shown so far, with what moves the cursor. */
  shown = "";
  /** Resolves with the exit code when the command has ended; -1 when it was ended by a signal. */
  readonly ended: Promise<number>;
  readonly #pty: IPty;
  readonly #printed: string;
  readonly #watchers = new Set<() => void>();
  #hasEnded = false;

  constructor(
    gateway: Pick<Gateway, "command" | "folder">,
    args: readonly string[],
    options: TerminalOptions = {},
  ) {
    const { file, args: all, cwd, env } = gateway.command(...args);
    this.#printed = join(gateway.folder, "commands.out");
    const defined = Object.entries({ ...env, TERM: "xterm-256color", LANG: "C.UTF-8", ...options.env });
    this.#pty = spawn(file, all, {
      cols: options.columns ?? 120,
      rows: options.rows ?? 60,
      cwd,
      env: Object.fromEntries(defined.filter((entry): entry is [string, string] => entry[1] !== undefined)),
    });
    this.#pty.onData((data) => {
      this.shown += data;
      this.#tell();
    });
    this.ended = new Promise((resolve) => {
      this.#pty.onExit(({ exitCode, signal }) => {
        this.#hasEnded = true;
        this.#tell();
        resolve(signal ? -1 : exitCode);
      });
    });
  }

  type(text: string): void {
    this.#pty.write(text);
  }

  /** Presses Ctrl-C. */
  interrupt(): void {
    this.type("\u0003");
  }

  /** Resolves with what the reader finds in what has been shown since `from`. */
  async sees<Found>(read: (shown: string) => Found | undefined, from = 0): Promise<Found> {
    const tooLate = AbortSignal.timeout(PATIENCE_MS);
    for (;;) {
      const found = read(this.shown.slice(from));
      if (found !== undefined) return found;
      if (this.#hasEnded || tooLate.aborted) {
        const why = this.#hasEnded ? "The command has ended" : "The time is up";
        throw new Error(`${why}. The terminal showed:\n${this.shown.slice(from)}`);
      }
      await new Promise<void>((resolve) => {
        const wake = () => {
          this.#watchers.delete(wake);
          tooLate.removeEventListener("abort", wake);
          resolve();
        };
        this.#watchers.add(wake);
        tooLate.addEventListener("abort", wake);
      });
    }
  }

  /** Resolves when this text has been shown since `from`. */
  async says(text: string, from = 0): Promise<void> {
    await this.sees((shown) => (shown.includes(text) ? true : undefined), from);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#hasEnded) this.#pty.kill("SIGKILL");
    await this.ended;
    appendFileSync(this.#printed, `${this.shown}\n`);
  }

  #tell(): void {
    for (const wake of [...this.#watchers]) wake();
  }
}
