/** What a proxy did instead of letting us through. */
export type ProxyTrouble =
  /** It cannot be reached, or does not answer. */
  | "unreachable"
  /** It wants a user and a password, or refuses ours. */
  | "credentials"
  /** It answers that it does not, or cannot, connect us. */
  | "refused";

/**
 * No connection came about, so the request certainly never left. `detail` is a code of the network or of the
 * proxy, such as `ECONNREFUSED` or `HTTP 502`; never a message, which may hold an address with a secret.
 */
export class NotConnected extends Error {
  readonly detail: string | undefined;
  /** Set when it was the proxy that failed us. */
  readonly proxy: ProxyTrouble | undefined;

  constructor(options: { detail?: string | undefined; proxy?: ProxyTrouble; cause?: unknown }) {
    super("no connection", { cause: options.cause });
    this.name = "NotConnected";
    this.detail = options.detail ?? networkCode(options.cause);
    this.proxy = options.proxy;
  }
}

/** The code of a network error, wherever in the chain of causes it stands. */
export function networkCode(error: unknown): string | undefined {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    const { code } = at as { code?: unknown };
    if (typeof code === "string") return code;
    if (at instanceof AggregateError) return networkCode(at.errors[0]);
  }
  return undefined;
}

/** The error itself, or the one that caused it, when no connection came about. */
export function notConnected(error: unknown): NotConnected | undefined {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if (at instanceof NotConnected) return at;
  }
  return undefined;
}
