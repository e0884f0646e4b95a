import { Friendships } from "./friendships.ts";
import type { Journal } from "./journal.ts";
import type { FriendOccurrence, Occurrences } from "./occurrence.ts";
import type { Person } from "./person.ts";
import { WorldError } from "./world-error.ts";

/** Who knows whom, who would like to, and who does not want to hear of somebody. */
export class Acquaintances {
  /** Changes here are as if things had always been so: nobody is told. */
  readonly friendships = new Friendships();
  readonly #journal: Journal;
  readonly #occurrences: Occurrences;
  /** Who has asked whom, and with which words. */
  readonly #requests = new Map<Person, Map<Person, string>>();
  readonly #blocked = new Map<Person, Set<Person>>();
  readonly #nicknames = new Map<Person, Map<Person, string>>();

  constructor({ journal, occurrences }: { journal: Journal; occurrences: Occurrences }) {
    this.#journal = journal;
    this.#occurrences = occurrences;
  }

  /** Whether the one has blocked the other. */
  hasBlocked(one: Person, other: Person): boolean {
    return this.#blocked.get(one)?.has(other) ?? false;
  }

  /** Asks to be friends. */
  ask(one: Person, other: Person, message: string): void {
    if (this.friendships.are(one, other)) throw new WorldError(`${one.name} and ${other.name} are friends.`);
    const asked = this.#requests.get(one) ?? new Map<Person, string>();
    this.#requests.set(one, asked.set(other, message));
    this.#tell({ kind: "friend", act: "req_v2", by: one, other, message });
  }

  /** Accepts what the other has asked. */
  accept(one: Person, other: Person): void {
    this.#take(other, one);
    this.friendships.join(one, other);
    this.#tell({ kind: "friend", act: "add", by: one, other });
  }

  /** Refuses what the other has asked. */
  reject(one: Person, other: Person): void {
    this.#take(other, one);
    this.#tell({ kind: "friend", act: "reject", by: one, other });
  }

  /** Takes back what was asked. */
  withdraw(one: Person, other: Person): void {
    this.#take(one, other);
    this.#tell({ kind: "friend", act: "undo_req", by: one, other });
  }

  /** Ends a friendship. */
  part(one: Person, other: Person): void {
    this.friendships.part(one, other);
    this.#tell({ kind: "friend", act: "remove", by: one, other });
  }

  /** Wants to hear nothing of the other any more; who is blocked is not told. */
  block(one: Person, other: Person): void {
    const blocked = this.#blocked.get(one) ?? new Set<Person>();
    this.#blocked.set(one, blocked.add(other));
    this.#tell({ kind: "friend", act: "block", by: one, other });
  }

  unblock(one: Person, other: Person): void {
    this.#blocked.get(one)?.delete(other);
    this.#tell({ kind: "friend", act: "unblock", by: one, other });
  }

  /** Calls the other something else, which only the one sees; an empty name ends that. */
  nickname(one: Person, other: Person, name: string): void {
    const given = this.#nicknames.get(one) ?? new Map<Person, string>();
    if (name === "") given.delete(other);
    else given.set(other, name);
    this.#nicknames.set(one, given);
  }

  /** What this person calls others, by whom. */
  nicknamesOf(one: Person): readonly (readonly [Person, string])[] {
    return [...(this.#nicknames.get(one) ?? [])];
  }

  #take(asker: Person, asked: Person): void {
    if (this.#requests.get(asker)?.delete(asked) === true) return;
    throw new WorldError(`${asker.name} has not asked ${asked.name} to be friends.`);
  }

  #tell(occurrence: FriendOccurrence): void {
    const { act, by, other } = occurrence;
    this.#journal.add({ kind: "friends-changed", act, byUid: by.uid, otherUid: other.uid });
    this.#occurrences.tell(occurrence);
  }
}
