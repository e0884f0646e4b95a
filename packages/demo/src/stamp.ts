import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** A note of what something was made of, kept in a file: it need not be made again while that is the same. */
export class Stamp {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** Whether it was last made of this. */
  says(fingerprint: string): boolean {
    return existsSync(this.#file) && readFileSync(this.#file, "utf8") === fingerprint;
  }

  /** Notes that it was made of this. */
  set(fingerprint: string): void {
    mkdirSync(dirname(this.#file), { recursive: true });
    writeFileSync(this.#file, fingerprint);
  }
}
