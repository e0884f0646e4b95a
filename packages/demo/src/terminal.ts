import { once } from "node:events";
import { clearLine, createInterface, cursorTo, type Interface } from "node:readline";

export interface TerminalOptions {
  prompt: string;
  /** Ends the lines. */
  signal: AbortSignal;
  /** Ctrl-C was pressed while a line was being typed. */
  onInterrupt(): void;
}

/** Lines in, lines out, without the one tearing the other apart. */
export class Terminal implements Disposable {
  /** Whether somebody types; otherwise the lines come from a file or a program. */
  readonly isInteractive: boolean;
  readonly #lines: Interface;
  readonly #signal: AbortSignal;

  constructor({ prompt, signal, onInterrupt }: TerminalOptions) {
    this.isInteractive = process.stdin.isTTY === true && process.stdout.isTTY === true;
    this.#signal = signal;
    this.#lines = createInterface({
      input: process.stdin,
      output: process.stdout,
      terminal: this.isInteractive,
      prompt: this.isInteractive ? prompt : "",
    });
    this.#lines.on("SIGINT", onInterrupt);
    signal.addEventListener("abort", () => this.#lines.close(), { once: true });
  }

  /** Writes above the line that is being typed. */
  print(text: string): void {
    if (!this.isInteractive) {
      process.stdout.write(`${text}\n`);
      return;
    }
    clearLine(process.stdout, 0);
    cursorTo(process.stdout, 0);
    process.stdout.write(`${text}\n`);
    if (!this.#signal.aborted) this.#lines.prompt(true);
  }

  /** What is typed, until the end of input or the signal. Without any input, as in the background, until the signal. */
  async *lines(): AsyncGenerator<string> {
    if (this.#signal.aborted) return;
    if (this.isInteractive) this.#lines.prompt();
    let isUsed = false;
    for await (const line of this.#lines) {
      isUsed = true;
      yield line.trim();
      if (this.#signal.aborted) return;
      if (this.isInteractive) this.#lines.prompt();
    }
    if (!isUsed && !this.isInteractive && !this.#signal.aborted) await once(this.#signal, "abort");
  }

  [Symbol.dispose](): void {
    this.#lines.close();
  }
}
