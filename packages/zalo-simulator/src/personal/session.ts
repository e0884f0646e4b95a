import { randomBytes } from "node:crypto";
import type { NewCookie } from "../http/cookies.ts";
import type { Person } from "../world/person.ts";
import type { SecretBook } from "./secret-book.ts";

/** Lifetimes of the two cookies that a session consists of, in seconds; reported by users of zca-js. */
const ZPSID_SECONDS = 365 * 24 * 3600;
const ZPW_SEK_SECONDS = 7 * 24 * 3600;

/** Logins of one session whose keys still decrypt its calls. */
const KEYS_KEPT = 8;

/** A session as it can be written down, for another run of the simulator. Its cookies are good there as they were here. */
export interface SavedSession {
  /** Of the person whose account it is. */
  readonly uid: string;
  readonly userAgent: string;
  readonly zpsid: string;
  readonly sek: string;
  readonly ended: boolean;
}

/** Somebody's browser, logged in to one account. */
export class Session {
  readonly person: Person;
  readonly userAgent: string;
  readonly zpsid: string;
  #sek: string;
  /** A newer `zpw_sek` that the client has been given or is about to be, and has not used yet. */
  #next: { sek: string; sent: boolean } | undefined;
  #ended = false;
  /** Newest first. */
  readonly #keys: Buffer[] = [];
  readonly #note: SecretBook["note"];

  constructor(
    person: Person,
    { userAgent, zpsid, sek, ended }: Partial<SavedSession> & Pick<SavedSession, "userAgent">,
    { note }: SecretBook,
  ) {
    this.person = person;
    this.userAgent = userAgent;
    this.#note = note;
    this.zpsid = note(zpsid ?? randomToken(24));
    this.#sek = note(sek ?? newSek());
    this.#ended = ended ?? false;
  }

  get saved(): SavedSession {
    const { userAgent, zpsid, ended } = this;
    return { uid: this.person.uid, userAgent, zpsid, sek: this.#sek, ended };
  }

  /** Expired, logged out, or displaced by another login. */
  get ended(): boolean {
    return this.#ended;
  }

  end(): void {
    this.#ended = true;
  }

  /** The keys that logins of this session were given, newest first. */
  get keys(): readonly Buffer[] {
    return this.#keys;
  }

  /** A new `zpw_enk`: calls are encrypted with it from now on. */
  newKey(): string {
    const key = randomBytes(16);
    this.#keys.unshift(key);
    this.#keys.length = Math.min(this.#keys.length, KEYS_KEPT);
    return this.#note(key.toString("base64"));
  }

  /** Has the next answer carry a new `zpw_sek`. The old one holds until the new one is first used. */
  rotate(): void {
    this.#next = { sek: this.#note(newSek()), sent: false };
  }

  /** Whether a client with this `zpw_sek` is this session's; using a new one ends the old one. */
  accepts(sek: string): boolean {
    if (this.#next?.sent === true && sek === this.#next.sek) {
      this.#sek = sek;
      this.#next = undefined;
    }
    return sek === this.#sek;
  }

  /** The cookies that make up the session. */
  get cookies(): readonly NewCookie[] {
    return [
      { name: "zpsid", value: this.zpsid, domain: ".zalo.me", maxAgeSeconds: ZPSID_SECONDS },
      sekCookie(this.#sek),
    ];
  }

  /** A new `zpw_sek` that is due; each answer carries it until the client uses it. */
  takeRotated(): NewCookie | undefined {
    if (this.#next === undefined) return undefined;
    this.#next.sent = true;
    return sekCookie(this.#next.sek);
  }
}

const sekCookie = (value: string): NewCookie => ({
  name: "zpw_sek",
  value,
  domain: "chat.zalo.me",
  maxAgeSeconds: ZPW_SEK_SECONDS,
});

const randomToken = (bytes: number): string => randomBytes(bytes).toString("base64url");

/** In the form of a real one: letters and digits, two marks in between. */
const newSek = (): string => `${randomToken(3)}.${randomToken(24)}.a0.${randomToken(60)}`;
