/** How long the gateway may take to answer one call, unless the caller gives it longer. */
const CALL_TIMEOUT_MS = 30_000;
/** How long it may take until a connection can be used. */
const CONNECT_TIMEOUT_MS = 15_000;
/** When to ask again where the gateway does not say. */
const RETRY_MS = 500;
/** The version of the gateway's protocol that this speaks; node_modules/openclaw/docs/gateway/protocol/versioning.md. */
const PROTOCOL = 4;

/** What the gateway refused, in its own words. */
export class GatewayRefusal extends Error {
  override readonly name = "GatewayRefusal";
  /** When it is worth asking again, in milliseconds from now; undefined when it is not. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, retryAfterMs?: number) {
    super(message);
    this.retryAfterMs = retryAfterMs;
  }
}

interface Frame {
  type: string;
  id?: string;
  event?: string;
  ok?: boolean;
  payload?: unknown;
  error?: { message?: string; retryable?: boolean; retryAfterMs?: number };
}

interface Waiting {
  resolve(payload: unknown): void;
  reject(error: Error): void;
}

/**
 * A line to a gateway on this machine, over which its own methods are called: hundreds of times cheaper than an
 * `openclaw` command for each question. It connects when it is first used, and again after it was cut.
 */
export class GatewayLine implements Disposable {
  readonly #url: string;
  readonly #token: string;
  readonly #waiting = new Map<string, Waiting>();
  #open: Promise<WebSocket> | undefined;
  #socket: WebSocket | undefined;
  #lastId = 0;
  #closed = false;

  constructor({ port, token }: { port: number; token: string }) {
    this.#url = `ws://127.0.0.1:${port}`;
    this.#token = token;
  }

  /**
   * Calls one of the gateway's methods. Rejects with `GatewayRefusal` when the gateway says no; a gateway that is not
   * ready yet says when to ask again, and is asked again until the time is up.
   */
  async call(method: string, params: object, timeoutMs = CALL_TIMEOUT_MS): Promise<unknown> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      try {
        return await this.#callOnce(method, params, timeoutMs);
      } catch (error) {
        const pauseMs = error instanceof GatewayRefusal ? error.retryAfterMs : undefined;
        if (pauseMs === undefined || Date.now() + pauseMs > deadline) throw error;
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    }
  }

  async #callOnce(method: string, params: object, timeoutMs: number): Promise<unknown> {
    if (this.#closed) throw new Error("The line to the gateway has been closed.");
    this.#open ??= this.#connect();
    const socket = await this.#open;
    return await this.#ask(socket, method, params, timeoutMs);
  }

  [Symbol.dispose](): void {
    this.#closed = true;
    this.#socket?.close();
    this.#lose("The line to the gateway has been closed.");
  }

  async #connect(): Promise<WebSocket> {
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    const challenged = new Promise<void>((resolve, reject) => {
      const late = setTimeout(
        () => reject(new Error("The gateway did not answer in time.")),
        CONNECT_TIMEOUT_MS,
      );
      socket.addEventListener("message", ({ data }) => {
        const frame = JSON.parse(String(data)) as Frame;
        if (frame.event === "connect.challenge") {
          clearTimeout(late);
          resolve();
        } else if (frame.type === "res") this.#answered(frame);
      });
      socket.addEventListener("close", () => {
        clearTimeout(late);
        reject(new Error("The gateway does not answer."));
        // One that was turned away may end when the next one is in use already.
        if (this.#socket !== socket) return;
        this.#open = undefined;
        this.#lose("The connection to the gateway broke.");
      });
      // Its close follows.
      socket.addEventListener("error", () => undefined);
    });
    try {
      await challenged;
      // Who comes from this machine with the gateway's own token needs no device of its own: docs/gateway/protocol/handshake.md.
      await this.#ask(socket, "connect", {
        minProtocol: PROTOCOL,
        maxProtocol: PROTOCOL,
        client: { id: "gateway-client", version: "0.1.0", platform: process.platform, mode: "backend" },
        role: "operator",
        scopes: ["operator.read", "operator.write", "operator.admin", "operator.pairing"],
        caps: [],
        auth: { token: this.#token },
      });
      return socket;
    } catch (error) {
      this.#open = undefined;
      socket.close();
      throw error;
    }
  }

  #ask(socket: WebSocket, method: string, params: object, timeoutMs = CALL_TIMEOUT_MS): Promise<unknown> {
    this.#lastId += 1;
    const id = String(this.#lastId);
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.#waiting.delete(id);
        reject(new Error(`The gateway did not answer ${method} within ${timeoutMs / 1_000} s.`));
      }, timeoutMs);
      const settle =
        <T>(done: (value: T) => void) =>
        (value: T) => {
          clearTimeout(late);
          done(value);
        };
      this.#waiting.set(id, { resolve: settle(resolve), reject: settle(reject) });
      socket.send(JSON.stringify({ type: "req", id, method, params }));
    });
  }

  #answered({ id = "", ok, payload, error }: Frame): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (ok === true) waiting?.resolve(payload);
    else {
      const { message = "The gateway refused.", retryable, retryAfterMs = RETRY_MS } = error ?? {};
      waiting?.reject(new GatewayRefusal(message, retryable === true ? retryAfterMs : undefined));
    }
  }

  #lose(why: string): void {
    for (const waiting of this.#waiting.values()) waiting.reject(new Error(why));
    this.#waiting.clear();
  }
}
