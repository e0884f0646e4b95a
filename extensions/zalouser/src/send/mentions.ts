import type { Profile } from "../session/port.ts";

/** A part of a text that names a member of the group. Offsets are UTF-16 units. */
export interface Mention {
  start: number;
  length: number;
  userId: string;
}

/** The members of a group by what they are called. */
export class MemberNames {
  /** Ids by folded name; more than one where members share it. */
  readonly #ids = new Map<string, Set<string>>();
  /** The lengths that names have, longest first. */
  readonly #lengths: readonly number[];
  readonly #onAmbiguous: (name: string) => void;

  /** `onAmbiguous` is told about a name that was written and that more than one member has. */
  constructor(members: readonly Profile[], onAmbiguous: (name: string) => void) {
    this.#onAmbiguous = onAmbiguous;
    for (const { id, name, alias } of members) {
      for (const called of [name, alias ?? ""]) this.#add(called, id);
    }
    this.#lengths = [...new Set([...this.#ids.keys()].map(({ length }) => length))].sort((a, b) => b - a);
  }

  /**
   * Every `@Name` of a member in a text that is in NFC: the longest name that fits, whatever its case, when exactly
   * one member has it. Any other stays text.
   */
  mentionsIn(text: string): Mention[] {
    const mentions: Mention[] = [];
    for (let at = text.indexOf("@"); at !== -1; at = text.indexOf("@", at + 1)) {
      // An e-mail address names nobody.
      if (ENDS_WITH_WORD.test(text.slice(Math.max(0, at - 2), at))) continue;
      const found = this.#nameAt(text, at + 1);
      if (found === undefined) continue;
      const [userId, ...others] = found.ids;
      if (userId === undefined || others.length > 0) this.#onAmbiguous(found.name);
      else mentions.push({ start: at, length: found.name.length + 1, userId });
    }
    return mentions;
  }

  #nameAt(text: string, from: number): { name: string; ids: ReadonlySet<string> } | undefined {
    for (const length of this.#lengths) {
      const name = text.slice(from, from + length);
      const ids = name.length === length ? this.#ids.get(fold(name)) : undefined;
      if (ids !== undefined && !STARTS_WITH_WORD.test(text.slice(from + length, from + length + 2))) {
        return { name, ids };
      }
    }
    return undefined;
  }

  #add(called: string, id: string): void {
    const name = fold(called.normalize("NFC").trim());
    if (name === "") return;
    const ids = this.#ids.get(name);
    if (ids === undefined) this.#ids.set(name, new Set([id]));
    else ids.add(id);
  }
}

const STARTS_WITH_WORD = /^[\p{L}\p{N}\p{M}_]/u;
const ENDS_WITH_WORD = /[\p{L}\p{N}\p{M}_]$/u;

const fold = (name: string): string => name.toLowerCase();
