import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { TLSSocket } from "node:tls";
import type { FaultBook } from "../faults/fault-book.ts";
import type { MediaShelf } from "../media/shelf.ts";
import type { Journal } from "../world/journal.ts";
import type { Person } from "../world/person.ts";
import { watched } from "../world/watched.ts";
import type { World } from "../world/world.ts";
import { WorldError } from "../world/world-error.ts";
import { type Credentials, credentialsOf } from "./credentials.ts";
import type { Held } from "./held.ts";
import { Herald } from "./herald.ts";
import { SOCKET_HOST } from "./hosts.ts";
import { PostOffice } from "./post-office.ts";
import type { QrCode } from "./qr/qr-code.ts";
import { QrCodes } from "./qr/qr-codes.ts";
import { SecretBook } from "./secret-book.ts";
import { SendLimits } from "./send-limits.ts";
import type { SavedSession, Session } from "./session.ts";
import { Sessions } from "./sessions.ts";
import type { SocketEvent } from "./socket/event.ts";
import { socketRequests } from "./socket/requests.ts";
import { KICKED, SocketHub } from "./socket/socket-hub.ts";
import { WebSwitches, withWebSwitches } from "./switches.ts";
import { Uploads } from "./uploads.ts";
import type { Address, Via } from "./web-request.ts";
import { WebServer } from "./web-server.ts";

/** The browser that `signIn` logs in with unless another is named. */
const DEFAULT_USER_AGENT = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0";

export interface PersonalInit {
  world: World;
  journal: Journal;
  faults: FaultBook;
  media: MediaShelf;
  closed: AbortSignal;
  /** Called when a switch was thrown. */
  switched: () => void;
  socketUrl(via: Via): string;
}

/** Personal accounts: their logins, their sockets, and everything that can happen to them. */
export class Personal {
  /** QR codes: how long they live and how long polls are held may be changed here. */
  readonly codes: QrCodes;
  readonly #secrets = new SecretBook();
  readonly #world: World;
  readonly #journal: Journal;
  readonly #switched: () => void;
  #reachable = true;
  readonly #sessions = new Sessions(this.#secrets);
  readonly #switches = new Map<Person, WebSwitches>();
  readonly #sockets: SocketHub;
  readonly #post: PostOffice;
  readonly #herald: Herald;
  readonly #web: WebServer;

  constructor({ world, journal, faults, media, closed, switched, socketUrl }: PersonalInit) {
    this.#world = world;
    this.#switched = switched;
    this.#journal = journal;
    this.codes = new QrCodes(journal, this.#secrets, closed);
    const switchesOf = (person: Person) => this.switches(person);
    const isUserAgentBound = (person: Person) => switchesOf(person).userAgentBound;
    const sessionOf = (request: Parameters<Sessions["find"]>[0]) =>
      this.#sessions.find(request, isUserAgentBound);
    this.#sockets = new SocketHub({
      journal,
      secrets: this.#secrets,
      sessionOf,
      switchesOf,
      answer: (socket, frame) => {
        const switches = switchesOf(socket.session.person);
        socketRequests.get(frame.cmd)?.({
          socket,
          frame,
          switches,
          post: this.#post,
          herald: this.#herald,
          journal,
        });
      },
    });
    this.#post = new PostOffice({ world, sockets: this.#sockets, switchesOf, closed });
    this.#herald = new Herald({ world, sockets: this.#sockets, switchesOf });
    const parts = {
      world,
      journal,
      media,
      sockets: this.#sockets,
      codes: this.codes,
      uploads: new Uploads(media),
      limits: new SendLimits(),
      closed,
      secrets: this.#secrets,
      switchesOf,
      sessionOf,
      logIn: (person: Person, userAgent: string) => this.#logIn(person, userAgent),
      hops: new Map<string, Session>(),
      socketUrl,
    };
    this.#web = new WebServer(parts, faults);
  }

  /** Everything by which somebody could act as an account and that no client may write down: see `SecretBook`. */
  get secrets(): readonly string[] {
    return this.#secrets.all;
  }

  /** How Zalo behaves towards this account. May be changed at any moment; a value that is none throws. */
  switches(person: Person): WebSwitches {
    const known = this.#switches.get(person);
    if (known !== undefined) return known;
    const target = WebSwitches.parse({});
    const made = watched(target, {
      check: (name, value) => withWebSwitches(target, { [name]: value }),
      changed: this.#switched,
    });
    this.#switches.set(person, made);
    return made;
  }

  /** The codes that wait to be scanned or decided on, oldest first. */
  get qrCodes(): readonly QrCode[] {
    return this.codes.open;
  }

  /** The person points their phone at a code. */
  scan(code: string, person: Person): void {
    this.codes.scan(code, person);
  }

  /** Who scanned the code lets the browser in. */
  confirm(code: string): void {
    this.codes.confirm(code);
  }

  /** Who scanned the code refuses. */
  decline(code: string): void {
    this.codes.decline(code);
  }

  /** Resolves with the newest code that waits to be scanned, now or as soon as there is one. */
  waitForCode(options: { timeoutMs: number }): Promise<string> {
    return this.codes.waitForCode(options);
  }

  /** Credentials as a login by QR code leaves them behind, without the codes. Kicks nobody. */
  signIn(
    person: Person,
    { userAgent = DEFAULT_USER_AGENT }: { userAgent?: string | undefined } = {},
  ): Credentials {
    return this.#credentialsOf(this.#sessions.open(person, userAgent));
  }

  /** Every session as it is now, to be restored in another run of the simulator. Whoever has them can act as the accounts. */
  get savedSessions(): readonly SavedSession[] {
    return this.owners.flatMap((person) => this.#sessions.of(person).map(({ saved }) => saved));
  }

  /** Has the logins of an earlier run hold, for those who are in this world under the same uid. */
  restoreSessions(saved: readonly SavedSession[]): void {
    for (const session of saved) {
      const person = this.#world.personByUid(session.uid);
      if (person !== undefined) this.#sessions.restore(person, session);
    }
  }

  /** The person opens Zalo Web in another browser: as a further login by QR code. */
  logInElsewhere(person: Person): Credentials {
    return this.#credentialsOf(this.#logIn(person, DEFAULT_USER_AGENT));
  }

  /** Has the next answer to the account's newest session carry a new `zpw_sek`. */
  rotateCookies(person: Person): void {
    this.#newest(person).rotate();
  }

  /** Ends all sessions of the account: every call gets 102 from now on. Sockets stay as they are. */
  expireSession(person: Person): void {
    for (const session of this.#sessions.of(person)) session.end();
  }

  /** Those whose account has ever been logged in. */
  get owners(): readonly Person[] {
    return this.#sessions.owners;
  }

  /** How many sessions of the account are good. */
  sessions(person: Person): number {
    return this.#sessions.of(person).filter(({ ended }) => !ended).length;
  }

  /** How many sockets the account has open. */
  sockets(person: Person): number {
    return this.#sockets.of(person).length;
  }

  /** Breaks the account's sockets without a goodbye. */
  cut(person: Person): void {
    for (const socket of this.#sockets.of(person)) socket.cut();
  }

  /** Closes the account's sockets with this code. */
  close(person: Person, code: number): void {
    for (const socket of this.#sockets.of(person)) socket.close(code);
  }

  /** Sends any bytes as one frame. */
  sendRaw(person: Person, bytes: Uint8Array): void {
    for (const socket of this.#sockets.of(person)) socket.sendRaw(Buffer.from(bytes));
  }

  /** Sends any event, wrapped as the switches or the event itself say. */
  sendEvent(person: Person, event: SocketEvent): void {
    this.#sockets.tell(person, event);
  }

  /** The account's open sockets neither answer nor tell anything any more, and stay open. */
  silence(person: Person): void {
    for (const socket of this.#sockets.of(person)) socket.silence();
  }

  /** Leaves the next upgrades without any answer. 0 ends that. */
  hangUpgrades(times: number): void {
    this.#sockets.hang(times);
  }

  /** Refuses the next upgrades with an HTTP status. 0 ends that. */
  refuseUpgrades(times: number, status = 503): void {
    this.#sockets.refuse(times, status);
  }

  /** Whether the personal side can be reached at all. While not, every connection is reset; open sockets are cut. */
  get reachable(): boolean {
    return this.#reachable;
  }
  set reachable(reachable: boolean) {
    this.#reachable = reachable;
    if (!reachable) this.#sockets.cutAll();
    this.#switched();
  }

  /** Holds messages to the account back; they can be asked for as old ones, and released in any shape. */
  holdLive(person: Person): Held {
    return this.#post.hold(person);
  }

  /** Tells the account of one of its messages once more. */
  redeliver(person: Person, msgId: string): void {
    const message = this.#world.correspondence.message(msgId);
    if (message === undefined) {
      throw new WorldError(`Nobody wrote a message ${msgId}, or it is too long ago to redeliver.`);
    }
    this.#post.send(person, [message]);
  }

  /** Answers a request of the personal protocol. */
  handle(
    request: IncomingMessage,
    response: ServerResponse,
    at: { address: Address; query: URLSearchParams },
  ): Promise<void> {
    if (!this.#reachable) return this.#reset(request.socket, at.address, "request");
    return this.#web.handle(request, response, at);
  }

  /** A client asks for a socket. */
  upgrade(
    address: Address,
    { request, stream, head }: { request: IncomingMessage; stream: Duplex; head: Buffer },
  ): void {
    if (!this.#reachable) void this.#reset(request.socket, address, "upgrade");
    else if (address.host === SOCKET_HOST) this.#sockets.upgrade(request, stream, head);
    else stream.destroy();
  }

  /** Breaks every socket, because the simulator closes. */
  endSockets(): void {
    this.#sockets.endAll();
  }

  async #reset(socket: Socket, { host }: Address, what: "request" | "upgrade"): Promise<void> {
    this.#journal.add({ kind: "unreachable", host, what });
    // A TLS socket cannot be reset; the client sees its end before any answer.
    if (socket instanceof TLSSocket) socket.destroy();
    else socket.resetAndDestroy();
  }

  #logIn(person: Person, userAgent: string): Session {
    const before = this.#sessions.of(person);
    const session = this.#sessions.open(person, userAgent);
    for (const socket of this.#sockets.of(person)) socket.close(KICKED);
    if (this.switches(person).secondLogin === "kick-and-end") for (const older of before) older.end();
    return session;
  }

  #credentialsOf(session: Session): Credentials {
    const credentials = credentialsOf(session);
    this.#secrets.note(credentials.imei);
    return credentials;
  }

  #newest(person: Person): Session {
    const session = this.#sessions.of(person).at(-1);
    if (session === undefined) throw new WorldError(`${person.name} is not logged in anywhere.`);
    return session;
  }
}
