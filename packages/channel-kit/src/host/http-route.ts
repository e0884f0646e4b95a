import { AsyncLocalStorage } from "node:async_hooks";
import type { IncomingMessage, ServerResponse } from "node:http";
import {
  readWebhookBodyOrReject,
  registerPluginHttpRoute,
  resolveRequestClientIp,
} from "openclaw/plugin-sdk/webhook-ingress";
import { ChannelError } from "../outcome/channel-error.ts";

/** What is left of a body that nobody reads may go by for this long, in milliseconds; then the line is cut. */
const LEFTOVER_MS = 1_000;

/** Answers one request; whatever it throws becomes the gateway's 500. */
export type HttpHandler = (exchange: HttpExchange) => Promise<void> | void;

export interface HttpExchange {
  request: IncomingMessage;
  response: ServerResponse;
  /** Who asks, by the gateway's own rules for proxies that it trusts; "unknown" when nobody can tell. */
  client: string;
}

export interface HttpRoute {
  /** With a slash at its beginning. */
  path: string;
  /** Whether paths below it belong to the route, too. Default: only the path itself. */
  below?: boolean;
  /** What the plugin uses it for, always the same word: two uses of one plugin may not share a path. */
  purpose: string;
  /** Whom an error is about, such as `Zalo account "shop"`. */
  owner: string;
  handler: HttpHandler;
}

/**
 * A plugin's own paths on the gateway's HTTP server. The gateway ends a route together with whatever was
 * running when it was made, and answers 503 while an account restarts. So routes are made in the name of a
 * service of the plugin, which lives as long as the gateway: they outlive the accounts that use them.
 */
export class HttpRoutes {
  readonly #pluginId: string;
  readonly #served = new Map<HttpRoute, () => void>();
  #inService: <Result>(work: () => Result) => Result = (work) => work();

  constructor(pluginId: string) {
    this.#pluginId = pluginId;
  }

  /** To be called while a service of the plugin starts, which may be later than the first accounts. */
  attach(): void {
    this.#inService = AsyncLocalStorage.snapshot();
    for (const route of this.#served.keys()) this.#served.set(route, this.#register(route));
  }

  /** Serves the path until disposed. Throws `misconfigured` when it belongs to somebody else. */
  serve(route: HttpRoute): Disposable {
    this.#served.set(route, this.#register(route));
    return {
      [Symbol.dispose]: () => {
        this.#served.get(route)?.();
        this.#served.delete(route);
      },
    };
  }

  #register({ path, below = false, purpose, owner, handler }: HttpRoute): () => void {
    try {
      return this.#inService(() =>
        registerPluginHttpRoute({
          path,
          match: below ? "prefix" : "exact",
          // Whoever serves the route checks who asks; the gateway's own token is not for strangers.
          auth: "plugin",
          pluginId: this.#pluginId,
          source: `${this.#pluginId}-${purpose}`,
          replaceExisting: true,
          throwOnFailure: true,
          handler: async (request, response) => {
            await handler({ request, response, client: resolveRequestClientIp(request) ?? "unknown" });
            return true;
          },
        }),
      );
    } catch (cause) {
      throw new ChannelError("misconfigured", `${owner}: the gateway cannot serve the path ${path}.`, {
        fix: "Another plugin, or another use of this one, has that path: choose a different one.",
        cause,
      });
    }
  }
}

/**
 * Reads a body of at most `maxBytes` within `timeoutMs`. Undefined when that could not be done: then the
 * request has been answered with 413, 408 or 400 and its connection cut.
 */
export async function readBody(
  { request, response }: HttpExchange,
  limits: { maxBytes: number; timeoutMs: number },
): Promise<string | undefined> {
  const read = await readWebhookBodyOrReject({ req: request, res: response, ...limits });
  return read.ok ? read.value : undefined;
}

/** Answers without reading the body. */
export function answer(
  { request, response }: HttpExchange,
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, {
    "content-type": "text/plain; charset=utf-8",
    "content-length": Buffer.byteLength(text),
    ...headers,
  });
  response.end(text);
  if (request.complete) return;
  const cut = setTimeout(() => request.socket.destroy(), LEFTOVER_MS);
  cut.unref();
  request.once("close", () => clearTimeout(cut));
}
