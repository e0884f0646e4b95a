import { randomBytes } from "node:crypto";
import type { RawData, WebSocket } from "ws";
import type { SocketEndedBy } from "../../world/personal-happening.ts";
import type { SecretBook } from "../secret-book.ts";
import type { Session } from "../session.ts";
import type { WebSwitches } from "../switches.ts";
import { bareIds } from "./bare-ids.ts";
import { type EncryptMode, wrapEvent } from "./encode-event.ts";
import type { SocketEvent } from "./event.ts";
import { decodeFrame, encodeFrame, type Frame } from "./frame.ts";

/** What a socket reports to whoever keeps it. */
export interface SocketReports {
  request(frame: Frame): void;
  sent(event: SocketEvent): void;
  closed(code: number, by: SocketEndedBy): void;
}

/** One connection of a client that is logged in. */
export class AccountSocket {
  readonly id: number;
  readonly session: Session;
  readonly #ws: WebSocket;
  readonly #key = randomBytes(16);
  readonly #switches: WebSwitches;
  readonly #reports: SocketReports;
  #endedBy: SocketEndedBy | undefined;
  #silent = false;
  #events = 0;

  constructor(init: {
    id: number;
    session: Session;
    ws: WebSocket;
    switches: WebSwitches;
    secrets: SecretBook;
    reports: SocketReports;
  }) {
    this.id = init.id;
    this.session = init.session;
    this.#ws = init.ws;
    this.#switches = init.switches;
    this.#reports = init.reports;
    init.secrets.note(this.#key.toString("base64"));
    this.#ws.on("message", (data, isBinary) => isBinary && this.#read(data));
    this.#ws.on("close", (code) =>
      init.reports.closed(code, this.#endedBy ?? (code === 1006 ? "cut" : "client")),
    );
    // A broken connection is reported by its close.
    this.#ws.on("error", () => undefined);
  }

  /** Tells the client the key of the events to come. Clients do not ping before. */
  greet(): void {
    this.#write(encodeFrame({ cmd: 1, subCmd: 1, body: { key: this.#key.toString("base64") } }));
  }

  send(event: SocketEvent): void {
    if (this.#silent) return;
    const { compression, idsAs } = this.#switches;
    const json = JSON.stringify({ error_code: 0, error_message: "", data: event.data });
    const text = idsAs === "numbers" ? bareIds(json) : json;
    const body = wrapEvent(text, { mode: event.encrypt ?? this.#mode(), compression, key: this.#key });
    this.#write(encodeFrame({ cmd: event.cmd, subCmd: event.subCmd ?? 0, body }));
    this.#reports.sent(event);
  }

  /** Any bytes as one binary message. */
  sendRaw(bytes: Buffer): void {
    this.#write(bytes);
  }

  /** Says goodbye with this code; `frame` goes out first. */
  close(code: number, frame?: Frame): void {
    this.#endedBy ??= "server";
    if (frame !== undefined) this.#write(encodeFrame(frame));
    this.#ws.close(code);
  }

  /** Breaks the connection without a goodbye. */
  cut(): void {
    this.#endedBy ??= "cut";
    this.#ws.terminate();
  }

  /** Neither reads nor sends from now on, while the connection stays open. */
  silence(): void {
    this.#silent = true;
    this.#ws.pause();
  }

  #mode(): EncryptMode {
    const { encrypt } = this.#switches;
    if (encrypt !== "in-turn") return encrypt;
    const modes = [0, 1, 2, 3] as const;
    this.#events += 1;
    return modes[(this.#events - 1) % modes.length] ?? 0;
  }

  #read(data: RawData): void {
    if (!Buffer.isBuffer(data)) return;
    const frame = decodeFrame(data);
    if (frame !== undefined) this.#reports.request(frame);
  }

  #write(bytes: Buffer): void {
    if (!this.#silent && this.#ws.readyState === this.#ws.OPEN) this.#ws.send(bytes);
  }
}
