import type { HttpClient } from "channel-kit/http/http-client";
import { ChannelError } from "channel-kit/outcome/channel-error";
import { type ClientOptions, WebSocket } from "ws";
import { carriesRows, readRows } from "./events.ts";
import { type Frame, readEvent, readFrame, writeFrame } from "./frame.ts";
import { textOf } from "./plain-json.ts";
import type { SessionSocket, SocketEnd, SocketHandlers } from "./port.ts";

export interface WebSocketOptions {
  accountId: string;
  ownId: string;
  /** Where it really goes: ws or wss. */
  address: string;
  headers: Record<string, string>;
  /** Connections are made by it, and so by the account's proxy. */
  client: HttpClient;
  /** How often Zalo wants to hear from us, in milliseconds. */
  heartbeatMs: number;
  handlers: SocketHandlers;
  onUpload(fileId: string, url: string): void;
  deadlines: SocketDeadlines;
}

export interface SocketDeadlines {
  /** From the first connection to the key with which events are decoded, in milliseconds. */
  openMs: number;
  /** How long the other side may take to answer a ping, in milliseconds. */
  pongMs: number;
  /** How long the other side may take to say goodbye, in milliseconds. */
  closeMs: number;
}

const KEY = { command: 1, subCommand: 1 } as const;
const HEARTBEAT = { command: 2, subCommand: 1 } as const;
const REPLACED = 3000;
const KICKED = 3003;
const OLD_MESSAGES = { direct: 510, group: 511 } as const;
/** More than any frame: a page of old messages with long texts is about 1 MB. */
const MAX_FRAME_BYTES = 32 * 1024 * 1024;
/** When so much waits to be sent, the other side does not read, and asking for more makes it worse. */
const MAX_WAITING_BYTES = 1024 * 1024;

/**
 * One connection to Zalo, from its opening to its end.
 *
 * The library has a listener of its own, which this replaces and never starts. That one decodes frames in the
 * background, so that they overtake each other (O1), drops the rest of a frame behind the first row it cannot take
 * (O2, C9, O8), loses commands it does not know (O7), rounds long numbers (O5), and throws where nobody can catch it
 * (C1–C6); it neither bounds the opening (H5) nor the closing (H7), never notices that the other side is gone (H6),
 * and cannot be sent through a proxy other than by a class of Node's that we do not have. Here a frame is decoded as
 * it comes in, so that order, damage and size are settled in one place.
 */
export class ZaloSocket implements SessionSocket {
  readonly ended: Promise<SocketEnd>;
  /** Resolves when events can be decoded; rejects when it ended before that. */
  readonly opened: Promise<void>;
  readonly #options: WebSocketOptions;
  readonly #ws: WebSocket;
  readonly #end = Promise.withResolvers<SocketEnd>();
  readonly #open = Promise.withResolvers<void>();
  /** Told about every sign of life. */
  readonly #pulse = new Set<() => void>();
  #why: SocketEnd["why"] | undefined;
  #key: Buffer | undefined;
  #heartbeat: NodeJS.Timeout | undefined;
  #requests = 0;

  constructor(options: WebSocketOptions, signal: AbortSignal) {
    this.#options = options;
    this.ended = this.#end.promise;
    this.opened = this.#open.promise;
    this.opened.catch(() => {});
    const { address, headers, client, deadlines } = options;
    this.#ws = new WebSocket(address, {
      headers,
      maxPayload: MAX_FRAME_BYTES,
      handshakeTimeout: deadlines.openMs,
      createConnection: dialledBy(client, address, signal),
    });
    const tooLate = setTimeout(() => this.#ws.terminate(), deadlines.openMs);
    const onAbort = () => this.close();
    signal.addEventListener("abort", onAbort, { once: true });
    if (signal.aborted) onAbort();
    void this.opened
      .catch(() => {})
      .then(() => {
        clearTimeout(tooLate);
        signal.removeEventListener("abort", onAbort);
      });
    let trouble: unknown;
    this.#ws.on("error", (error) => {
      trouble ??= error;
    });
    this.#ws.on("pong", () => this.#beat());
    this.#ws.on("message", (data: Buffer, isBinary) => {
      this.#beat();
      if (isBinary && this.#why === undefined) this.#take(data);
    });
    this.#ws.on("close", (code) => this.#closed(code, trouble));
  }

  async ping(signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const fail = (code: "timeout" | "aborted" | "unreachable", what: string) => () =>
      reject(new ChannelError(code, `Zalo account "${this.#options.accountId}": ${what}.`));
    const timer = setTimeout(
      fail("timeout", "the connection does not answer any more"),
      this.#options.deadlines.pongMs,
    );
    const onAbort = fail("aborted", "the check of the connection was given up");
    const onEnd = fail("unreachable", "the connection has ended");
    signal.addEventListener("abort", onAbort, { once: true });
    if (signal.aborted) onAbort();
    void this.ended.then(onEnd);
    this.#pulse.add(resolve);
    try {
      if (this.#ws.readyState === WebSocket.OPEN) this.#ws.ping();
      await promise;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
      this.#pulse.delete(resolve);
    }
  }

  requestOld(kind: keyof typeof OLD_MESSAGES, after: string | undefined): void {
    this.#send(OLD_MESSAGES[kind], 1, {
      first: true,
      lastId: after ?? null,
      preIds: [],
      req_id: `req_${this.#requests++}`,
    });
  }

  close(): void {
    this.#endAs("closed", 1000);
  }

  #beat(): void {
    for (const tell of this.#pulse) tell();
  }

  #send(command: number, subCommand: number, body: object): void {
    if (this.#ws.readyState !== WebSocket.OPEN || this.#ws.bufferedAmount > MAX_WAITING_BYTES) return;
    this.#ws.send(writeFrame(command, subCommand, body), () => {});
  }

  #take(bytes: Buffer): void {
    try {
      const frame = readFrame(bytes);
      if (frame === undefined) return;
      if (frame.command === REPLACED && frame.subCommand === 0) this.#endAs("duplicate", REPLACED);
      else if (frame.command === KEY.command && frame.subCommand === KEY.subCommand) this.#takeKey(frame);
      else if (carriesRows(frame)) this.#takeRows(frame);
    } catch {
      this.#options.handlers.badFrame();
    }
  }

  #takeKey({ body }: Frame): void {
    const key = textOf(body["key"]);
    if (key === undefined) throw new Error("no key");
    this.#key = Buffer.from(key, "base64");
    clearInterval(this.#heartbeat);
    this.#heartbeat = setInterval(
      () => this.#send(HEARTBEAT.command, HEARTBEAT.subCommand, { eventId: Date.now() }),
      this.#options.heartbeatMs,
    );
    this.#open.resolve();
  }

  #takeRows(frame: Frame): void {
    const { handlers, ownId, onUpload } = this.#options;
    const found = readRows(frame.command, readEvent(frame, this.#key), ownId);
    for (const { fileId, url } of found.uploads) onUpload(fileId, url);
    for (const event of found.events) handlers.event(event);
    if (found.damaged > 0) handlers.badFrame();
  }

  /** From here on nothing that comes in is handed over any more. */
  #endAs(why: SocketEnd["why"], code: number): void {
    if (this.#why !== undefined) return;
    this.#why = why;
    if (this.#ws.readyState === WebSocket.CONNECTING) this.#ws.terminate();
    else this.#ws.close(code);
    const impatience = setTimeout(() => this.#ws.terminate(), this.#options.deadlines.closeMs);
    void this.ended.then(() => clearTimeout(impatience));
  }

  #closed(code: number, trouble: unknown): void {
    clearInterval(this.#heartbeat);
    this.#why ??= code === REPLACED ? "duplicate" : code === KICKED ? "kicked" : "dropped";
    this.#open.reject(trouble ?? new Error("closed before it was open"));
    this.#end.resolve({ why: this.#why, code });
  }
}

type Dial = NonNullable<ClientOptions["createConnection"]>;

/** Node hands over a second argument, to be called with the connection; the types of `ws` know only its first form. */
function dialledBy(client: HttpClient, address: string, signal: AbortSignal): Dial {
  const dial = (_: unknown, done: (error: Error | null, socket?: unknown) => void) => {
    client.connect(address.replace(/^ws/, "http"), signal).then(
      (socket) => done(null, socket),
      (error: Error) => done(error),
    );
  };
  return dial as unknown as Dial;
}
