import type { Clock } from "channel-kit/time/clock";
import type { Session } from "../session/port.ts";
import { MemberNames } from "./mentions.ts";

/** How long members are believed to be the same, in milliseconds. */
const FRESH_MS = 60_000;
/** Rosters that are kept at a time. */
const MOST_GROUPS = 100;
/** Asking must not hold up an answer for longer, in milliseconds. */
const PATIENCE_MS = 10_000;

export interface RosterOptions {
  session: Pick<Session, "groupMembers">;
  accountId: string;
  clock: Clock;
  warn(message: string): void;
}

/** Who is in the groups of one account, as it was within the last minute. */
export class GroupRosters {
  readonly #options: RosterOptions;
  readonly #known = new Map<string, { names: Promise<MemberNames | undefined>; at: number }>();
  /** Names of which it has been said that more than one member has them. */
  readonly #ambiguous = new Set<string>();

  constructor(options: RosterOptions) {
    this.#options = options;
  }

  /** Undefined when Zalo does not say: nobody can be named then. */
  async names(groupId: string): Promise<MemberNames | undefined> {
    const now = this.#options.clock.now();
    const known = this.#known.get(groupId);
    if (known !== undefined && now - known.at < FRESH_MS) return await known.names;
    const names = this.#ask(groupId);
    this.#known.delete(groupId);
    this.#known.set(groupId, { names, at: now });
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= MOST_GROUPS) break;
      this.#known.delete(oldest);
    }
    return await names;
  }

  async #ask(groupId: string): Promise<MemberNames | undefined> {
    const { session, accountId, warn } = this.#options;
    try {
      const members = await session.groupMembers(groupId, AbortSignal.timeout(PATIENCE_MS));
      return new MemberNames(members, (name) => this.#sayAmbiguous(groupId, name));
    } catch (error) {
      warn(
        `account "${accountId}": the members of group ${groupId} are not known, so nobody is named in a message to it. ${String(error)}`,
      );
      return undefined;
    }
  }

  #sayAmbiguous(groupId: string, name: string): void {
    const { accountId, warn } = this.#options;
    const key = `${groupId} ${name.toLowerCase()}`;
    if (this.#ambiguous.has(key) || this.#ambiguous.size >= MOST_GROUPS * 10) return;
    this.#ambiguous.add(key);
    warn(
      `account "${accountId}": more than one member of group ${groupId} is called "${name}", so "@${name}" stays plain text there.`,
    );
  }
}
