import type { MediaShelf } from "../media/shelf.ts";
import type { Author } from "../world/conversation.ts";
import type { Person } from "../world/person.ts";
import type { World } from "../world/world.ts";
import type { LineAuthor, LineFile } from "./line.ts";

/** Somebody's eyes: whose phone it is, and who everybody else is to them. */
export class Viewer {
  readonly person: Person;
  readonly world: World;
  readonly #media: MediaShelf;
  readonly #byUid: ReadonlyMap<string, Person>;
  readonly #nicknames: ReadonlyMap<Person, string>;

  constructor(person: Person, { world, media }: { world: World; media: MediaShelf }) {
    this.person = person;
    this.world = world;
    this.#media = media;
    this.#byUid = new Map(world.people.map((one) => [one.uid, one]));
    this.#nicknames = new Map(world.acquaintances.nicknamesOf(person));
  }

  /** What the viewer calls somebody. */
  nameOf(person: Person): string {
    return this.#nicknames.get(person) ?? person.name;
  }

  /** The id of whom the personal side calls so; its own name for whom this world does not know. */
  idOf(uid: string): string {
    return this.#byUid.get(uid)?.id ?? uid;
  }

  /** The ids of people other than that author. */
  others(uids: readonly string[], author: Author): readonly string[] {
    return uids.filter((uid) => uid !== author.uid).map((uid) => this.idOf(uid));
  }

  author({ uid, name }: Author): LineAuthor {
    const person = this.#byUid.get(uid);
    if (person !== undefined) return { id: person.id, name: this.nameOf(person), kind: "person" };
    return { id: uid, name, kind: "bot" };
  }

  /** A file by the address it was sent under; `path` is where its reader's phone has put it, if anywhere. */
  file(source: string, path = this.#media.pathOf(source)): LineFile {
    return { url: path ?? null, source };
  }

  /** What the reader's phone has of a bot's message; undefined when it got nothing. */
  keptOf(messageId: string): string | undefined {
    return this.#media.pathOf(this.#media.urlOf(messageId));
  }
}
