import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import { readCookies } from "../../http/cookies.ts";
import type { Journal } from "../../world/journal.ts";
import type { Person } from "../../world/person.ts";
import type { SecretBook } from "../secret-book.ts";
import type { Session } from "../session.ts";
import type { NoSession } from "../sessions.ts";
import type { WebSwitches } from "../switches.ts";
import type { WebRequest } from "../web-request.ts";
import { AccountSocket } from "./account-socket.ts";
import type { SocketEvent } from "./event.ts";
import type { Frame } from "./frame.ts";

/** Close codes of Zalo's own; zca-js CloseReason. */
export const DUPLICATE_CONNECTION = 3000;
export const KICKED = 3003;

export interface SocketHubParts {
  journal: Journal;
  secrets: SecretBook;
  sessionOf(request: Pick<WebRequest, "cookies" | "userAgent">): Session | NoSession;
  switchesOf(person: Person): WebSwitches;
  /** Answers a frame that a client sent. */
  answer(socket: AccountSocket, frame: Frame): void;
}

/** All sockets of all accounts, and the door they come in by. */
export class SocketHub {
  readonly #parts: SocketHubParts;
  readonly #server = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  readonly #sockets = new Set<AccountSocket>();
  /** Upgrades that are left without an answer. */
  readonly #hanging = new Set<Duplex>();
  #lastId = 0;
  #toHang = 0;
  #toRefuse: { times: number; status: number } = { times: 0, status: 503 };

  constructor(parts: SocketHubParts) {
    this.#parts = parts;
  }

  /** The open sockets of an account, oldest first. */
  of(person: Person): readonly AccountSocket[] {
    return [...this.#sockets].filter(({ session }) => session.person === person);
  }

  /** Leaves this many upgrades to come without any answer. */
  hang(times: number): void {
    this.#toHang = times;
  }

  /** Refuses this many upgrades to come with an HTTP status. */
  refuse(times: number, status: number): void {
    this.#toRefuse = { times, status };
  }

  /** Tells an account something, on every socket it has open. */
  tell(person: Person, event: SocketEvent): void {
    for (const socket of this.of(person)) socket.send(event);
  }

  /** A client asks for a socket. */
  upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    stream.on("error", () => stream.destroy());
    const found = this.#parts.sessionOf({
      cookies: readCookies(request.headers.cookie),
      userAgent: request.headers["user-agent"] ?? "",
    });
    const uid = "code" in found ? undefined : found.person.uid;
    if (this.#toHang > 0) {
      this.#toHang -= 1;
      this.#refused("hanging", uid);
      this.#hanging.add(stream);
      stream.once("close", () => this.#hanging.delete(stream));
      return;
    }
    if (this.#toRefuse.times > 0) {
      this.#toRefuse.times -= 1;
      this.#refused("told-to", uid);
      stream.end(
        `HTTP/1.1 ${this.#toRefuse.status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
      );
      return;
    }
    if ("code" in found) {
      this.#refused("no-session", uid);
      stream.end("HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
      return;
    }
    this.#server.handleUpgrade(request, stream, head, (ws) => {
      this.#lastId += 1;
      const id = this.#lastId;
      const names = { uid: found.person.uid, socketId: id };
      const { journal } = this.#parts;
      const socket: AccountSocket = new AccountSocket({
        id,
        session: found,
        ws,
        switches: this.#parts.switchesOf(found.person),
        secrets: this.#parts.secrets,
        reports: {
          request: (frame) => {
            journal.add({ kind: "socket-request", ...names, cmd: frame.cmd, ...lastIdIn(frame) });
            this.#parts.answer(socket, frame);
          },
          sent: ({ cmd, msgIds = [] }) => journal.add({ kind: "socket-event-sent", ...names, cmd, msgIds }),
          closed: (code, by) => {
            this.#sockets.delete(socket);
            journal.add({ kind: "socket-closed", ...names, code, by });
          },
        },
      });
      const before = this.of(found.person);
      this.#sockets.add(socket);
      journal.add({ kind: "socket-opened", ...names });
      socket.greet();
      // One browser at a time: the one before is told, and closes by itself or is closed.
      const duplicate = { cmd: DUPLICATE_CONNECTION, subCmd: 0, body: { error_code: 0, data: {} } };
      for (const older of before) older.close(DUPLICATE_CONNECTION, duplicate);
    });
  }

  /** Breaks every open socket. */
  cutAll(): void {
    for (const socket of this.#sockets) socket.cut();
  }

  /** Breaks every connection, because the simulator closes. */
  endAll(): void {
    this.cutAll();
    for (const stream of this.#hanging) stream.destroy();
  }

  #refused(why: "no-session" | "told-to" | "hanging", uid: string | undefined): void {
    this.#parts.journal.add({ kind: "socket-refused", ...(uid === undefined ? {} : { uid }), why });
  }
}

function lastIdIn({ body }: Frame): { lastId?: string | null } {
  if (typeof body !== "object" || body === null || !("lastId" in body)) return {};
  return { lastId: body.lastId === null ? null : String(body.lastId) };
}
