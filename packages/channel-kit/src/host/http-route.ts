import { AsyncLocalStorage } from "node:async_hooks";
import type { IncomingMessage, ServerResponse } from "node:http";
import { registerPluginHttpRoute, resolveRequestClientIp } from "openclaw/plugin-sdk/webhook-ingress";
import { ChannelError } from "../outcome/channel-error.ts";

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
  #inService: <Result>(work: () => Result) => Result = (work) => work();

  constructor(pluginId: string) {
    this.#pluginId = pluginId;
  }

  /** To be called while a service of the plugin starts. Routes made before end with the account that made them. */
  attach(): void {
    this.#inService = AsyncLocalStorage.snapshot();
  }

  /** Serves the path until disposed. Throws `misconfigured` when it belongs to somebody else. */
  serve({ path, below = false, purpose, owner, handler }: HttpRoute): Disposable {
    try {
      const remove = this.#inService(() =>
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
      return { [Symbol.dispose]: remove };
    } catch (cause) {
      throw new ChannelError("misconfigured", `${owner}: the gateway cannot serve the path ${path}.`, {
        fix: "Another plugin, or another use of this one, has that path: choose a different one.",
        cause,
      });
    }
  }
}
