import type { Person } from "../world/person.ts";
import type { SecretBook } from "./secret-book.ts";
import { type SavedSession, Session } from "./session.ts";
import type { WebRequest } from "./web-request.ts";

/** Sessions of one person that are remembered; the oldest are forgotten, as if expired long ago. */
const SESSIONS_KEPT = 20;

/** Why a request belongs to no session: the codes and words of Zalo. */
export type NoSession = { code: 600 | 102; message: string };

const MISSING: NoSession = { code: 600, message: "zpw_sek bị thiếu hoặc không đúng" };
const EXPIRED: NoSession = { code: 102, message: "Phiên đăng nhập đã hết hạn" };

/** Everybody's sessions, oldest first. */
export class Sessions {
  readonly #byPerson = new Map<Person, Session[]>();
  readonly #secrets: SecretBook;

  constructor(secrets: SecretBook) {
    this.#secrets = secrets;
  }

  open(person: Person, userAgent: string): Session {
    return this.#add(new Session(person, { userAgent }, this.#secrets));
  }

  /** Opens a session of an earlier run again. */
  restore(person: Person, saved: SavedSession): void {
    this.#add(new Session(person, saved, this.#secrets));
  }

  #add(session: Session): Session {
    const { person } = session;
    this.#byPerson.set(person, [...this.of(person), session].slice(-SESSIONS_KEPT));
    return session;
  }

  /** Everybody who has ever had one, first come first. */
  get owners(): readonly Person[] {
    return [...this.#byPerson.keys()];
  }

  of(person: Person): readonly Session[] {
    return this.#byPerson.get(person) ?? [];
  }

  /** The session whose cookies a request carries, current and from the right browser; or why there is none. */
  find(
    { cookies, userAgent }: Pick<WebRequest, "cookies" | "userAgent">,
    isUserAgentBound: (person: Person) => boolean,
  ): Session | NoSession {
    const sek = cookies.get("zpw_sek");
    const zpsid = cookies.get("zpsid");
    const session = [...this.#byPerson.values()].flat().find((one) => one.zpsid === zpsid);
    if (sek === undefined || session === undefined || !session.accepts(sek)) return MISSING;
    if (session.ended) return EXPIRED;
    return session.userAgent === userAgent || !isUserAgentBound(session.person) ? session : EXPIRED;
  }
}
