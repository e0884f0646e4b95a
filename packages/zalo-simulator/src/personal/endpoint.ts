import type { HttpAnswer } from "../http/deliver.ts";
import type { MediaShelf } from "../media/shelf.ts";
import type { Journal } from "../world/journal.ts";
import type { Person } from "../world/person.ts";
import type { World } from "../world/world.ts";
import type { QrCodes } from "./qr/qr-codes.ts";
import type { SecretBook } from "./secret-book.ts";
import type { SendLimits } from "./send-limits.ts";
import type { Session } from "./session.ts";
import type { NoSession } from "./sessions.ts";
import type { SocketHub } from "./socket/socket-hub.ts";
import type { WebSwitches } from "./switches.ts";
import type { Uploads } from "./uploads.ts";
import type { Via, WebRequest } from "./web-request.ts";

/** What everything on the personal side works with. */
export interface PersonalParts {
  readonly world: World;
  readonly journal: Journal;
  readonly media: MediaShelf;
  readonly sockets: SocketHub;
  readonly codes: QrCodes;
  readonly uploads: Uploads;
  readonly limits: SendLimits;
  readonly secrets: SecretBook;
  /** Aborted when the simulator closes. */
  readonly closed: AbortSignal;
  /** The switches of somebody's account. */
  switchesOf(person: Person): WebSwitches;
  /** Opens a session, as a confirmed QR code does; what becomes of the others is a switch. */
  logIn(person: Person, userAgent: string): Session;
  /** Whose session a request belongs to, or why there is none. */
  sessionOf(request: Pick<WebRequest, "cookies" | "userAgent">): Session | NoSession;
  /** Sessions on the way from the login host to the chat host, by a token that is good once. */
  readonly hops: Map<string, Session>;
  /** The URL of the socket for clients that came this way. */
  socketUrl(via: Via): string;
}

/** What came of a request. */
export interface Ran {
  /** Undefined when nobody is left to read an answer. */
  http: HttpAnswer | undefined;
  /** Zalo's own code, 0 for fine. */
  code: number;
  /** What happens once the answer has left. Must not reject. */
  afterwards?: (() => Promise<void> | void) | undefined;
}

/** A request that has been read, and not yet been carried out: faults are looked up in between. */
export interface Prepared {
  /** Its name in faults and in the journal: the path without `/api/`. */
  readonly call: string;
  readonly uid?: string | undefined;
  /** The person or group it is meant for. */
  readonly threadId?: string | undefined;
  /** Decrypted, without secrets. */
  readonly params: Readonly<Record<string, unknown>>;
  /** Zalo's own "no", in the form of this call. */
  refuse(code: number, message: string): HttpAnswer;
  run(): Promise<Ran> | Ran;
}

/** Reads a request as far as it has to be known what it is. */
export type Prepare = (request: WebRequest, parts: PersonalParts) => Prepared;
