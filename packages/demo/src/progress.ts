/** Where progress is written; a terminal gets one line that moves, anything else plain lines. */
export interface ProgressOutput {
  isTTY?: boolean;
  write(text: string): unknown;
}

const REDRAW_MS = 120;
/** How often plain lines say that a step still goes on. */
const REMIND_MS = 10_000;
const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"] as const;

/** Says what is being done and for how long already. */
export class Progress {
  readonly #output: ProgressOutput;

  constructor(output: ProgressOutput) {
    this.#output = output;
  }

  /** Runs one step under its name, which says what is going on: "Starting the gateway". */
  async step<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
    const startedAt = Date.now();
    const seconds = () => `${((Date.now() - startedAt) / 1_000).toFixed(1)} s`;
    const ticking = this.#output.isTTY === true ? this.#spin(name, seconds) : this.#remind(name, seconds);
    try {
      const result = await work();
      this.#finish("✓", name, seconds());
      return result;
    } catch (error) {
      this.#finish("✗", name, seconds());
      throw error;
    } finally {
      clearInterval(ticking);
    }
  }

  /** Says that a step was not needed. */
  skip(why: string): void {
    this.#output.write(`✓ ${why}\n`);
  }

  #spin(name: string, seconds: () => string): NodeJS.Timeout {
    let frame = 0;
    const draw = () => {
      frame += 1;
      this.#output.write(`\r\x1b[2K${FRAMES[frame % FRAMES.length]} ${name}… ${seconds()}`);
    };
    draw();
    return setInterval(draw, REDRAW_MS);
  }

  #remind(name: string, seconds: () => string): NodeJS.Timeout {
    this.#output.write(`  ${name}…\n`);
    return setInterval(() => this.#output.write(`  … still at it: ${name} (${seconds()})\n`), REMIND_MS);
  }

  #finish(mark: string, name: string, took: string): void {
    const line = `${mark} ${name} (${took})\n`;
    this.#output.write(this.#output.isTTY === true ? `\r\x1b[2K${line}` : line);
  }
}
