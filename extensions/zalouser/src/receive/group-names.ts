import { AtMost } from "channel-kit/time/at-most";
import type { Clock } from "channel-kit/time/clock";
import type { Session } from "../session/port.ts";

/** Groups are listed at most so often, however much happens in them. */
const LIST_EVERY_MS = 60_000;
const REMEMBERED = 5_000;

/** What the account's groups are called, as far as that is known. */
export class GroupNames {
  readonly #clock: Clock;
  readonly #names = new Map<string, string>();
  readonly #one = new AtMost(1);
  #listedAt: number | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  find(groupId: string): string | undefined {
    return this.#names.get(groupId);
  }

  /** An event has said what a group is called. */
  learn(groupId: string, name: string): void {
    this.#names.delete(groupId);
    this.#names.set(groupId, name);
    const [oldest] = this.#names.keys();
    if (this.#names.size > REMEMBERED && oldest !== undefined) this.#names.delete(oldest);
  }

  /** Asks Zalo, unless it was asked a moment ago. */
  async list(session: Pick<Session, "groups">, signal: AbortSignal): Promise<void> {
    await this.#one.run(async () => {
      const now = this.#clock.now();
      if (this.#listedAt !== undefined && now - this.#listedAt < LIST_EVERY_MS) return;
      this.#listedAt = now;
      for (const { id, name } of await session.groups(signal)) this.learn(id, name);
    });
  }
}
