import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ChannelError } from "channel-kit/outcome/channel-error";

const FILE = "risk-accepted.json";

/** Whether the gateway's owner has said once that they know what may happen to the account. */
export class RiskBook {
  readonly #folder: string;

  /** `stateDir` is the gateway's own; the answer lies beside the saved logins. */
  constructor(stateDir: string) {
    this.#folder = join(stateDir, "zalouser");
  }

  async isAccepted(): Promise<boolean> {
    try {
      await readFile(join(this.#folder, FILE));
      return true;
    } catch {
      // Asking once more does no harm.
      return false;
    }
  }

  /** Remembers the answer. `now` is in milliseconds since the epoch. */
  async accept(now: number): Promise<void> {
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      await writeFile(
        join(this.#folder, FILE),
        `${JSON.stringify({ acceptedAt: new Date(now).toISOString() })}\n`,
        {
          mode: 0o600,
        },
      );
    } catch (cause) {
      throw new ChannelError("storage", `The answer cannot be written to ${this.#folder}.`, {
        fix: "Let the gateway's user write to its state folder.",
        cause,
      });
    }
  }
}
