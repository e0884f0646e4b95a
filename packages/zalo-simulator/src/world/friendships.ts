import type { Person } from "./person.ts";

/** Who is friends with whom; always both ways. */
export class Friendships {
  readonly #friends = new Map<Person, Set<Person>>();

  join(one: Person, other: Person): void {
    this.#of(one).add(other);
    this.#of(other).add(one);
  }

  part(one: Person, other: Person): void {
    this.#of(one).delete(other);
    this.#of(other).delete(one);
  }

  are(one: Person, other: Person): boolean {
    return this.#of(one).has(other);
  }

  of(person: Person): readonly Person[] {
    return [...this.#of(person)];
  }

  #of(person: Person): Set<Person> {
    const known = this.#friends.get(person);
    if (known !== undefined) return known;
    const made = new Set<Person>();
    this.#friends.set(person, made);
    return made;
  }
}
