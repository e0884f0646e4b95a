import { type HttpClient, openHttpClient } from "channel-kit/http/http-client";
import { parseProxyAddress } from "channel-kit/http/proxy-address";
import { ChannelError } from "channel-kit/outcome/channel-error";
import { systemClock } from "channel-kit/time/clock";
import { type API, Zalo as Library } from "zca-js";
import { Calls } from "./calls.ts";
import { DEADLINES, type Deadlines } from "./deadlines.ts";
import { checkOverride } from "./endpoint.ts";
import type { Library as LibraryApi } from "./library.ts";
import type { Credentials, Session, SessionOptions, Zalo } from "./port.ts";
import { loginByQr } from "./qr-login.ts";
import { ZaloSession } from "./session.ts";
import { openWebFetch } from "./web-fetch.ts";

/**
 * The only file that knows the library (zca-js 2.2.0), which is loaded with it: whoever needs a session imports this
 * lazily. The library is used for what is Zalo's: signatures, encryption, where each call goes and what it says. It
 * is not used for the socket (see `ZaloSocket`), and makes no request of its own.
 */
export function openZalo(deadlines: Deadlines = DEADLINES): Zalo {
  return {
    resume: async (credentials, options, signal) => {
      await using opening = new Opening(options, deadlines);
      return opening.becomes(await login(opening, credentials, signal));
    },
    loginByQr: async (options, observer, signal) => {
      await using opening = new Opening(options, deadlines);
      const { calls, library } = opening;
      const outcome = await loginByQr(
        { accountId: options.accountId, calls, deadlines, observer, signal },
        (callback) => library.loginQR({ language: LANGUAGE }, (event) => callback(event)),
      );
      return outcome.kind === "confirmed"
        ? { kind: "confirmed", session: opening.becomes(outcome.api) }
        : outcome;
    },
  };
}

/** What Zalo's own web client says in Vietnam. */
const LANGUAGE = "vi";

function login(
  { calls, library, deadlines }: Opening,
  saved: Credentials,
  signal: AbortSignal,
): Promise<API> {
  const { imei, userAgent, language } = saved;
  // The library writes into the list that it is given.
  const cookie = structuredClone(saved.cookies) as unknown as Parameters<Library["login"]>[0]["cookie"];
  return calls.ask("taking up the saved login", { signal, ms: deadlines.loginMs }, () =>
    library.login({ imei, userAgent, language, cookie }),
  );
}

/** A login under way. Unless it becomes a session, disposing of it leaves nothing behind. */
class Opening implements AsyncDisposable {
  readonly options: SessionOptions;
  readonly deadlines: Deadlines;
  readonly calls: Calls;
  readonly library: Library;
  readonly #client: HttpClient;
  #session: ZaloSession | undefined;

  constructor(options: SessionOptions, deadlines: Deadlines) {
    const { accountId, apiUrl } = options;
    checkOverride(accountId, apiUrl);
    this.options = options;
    this.deadlines = deadlines;
    this.calls = new Calls(accountId);
    this.#client = openHttpClient({ proxy: proxyOf(options) });
    const webFetch = openWebFetch({
      client: this.#client,
      override: apiUrl,
      clock: systemClock,
    });
    this.library = new Library({
      checkUpdate: false,
      logging: false,
      selfListen: true,
      polyfill: webFetch as typeof fetch,
    });
  }

  becomes(api: API): Session {
    this.#session = new ZaloSession({
      // Its types name closed lists of styles and icons where the wire takes any.
      library: api as unknown as LibraryApi,
      calls: this.calls,
      client: this.#client,
      options: this.options,
      deadlines: this.deadlines,
    });
    return this.#session;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#session !== undefined) return;
    this.calls.close();
    await this.#client.close();
  }
}

function proxyOf({ accountId, proxy }: SessionOptions): ReturnType<typeof parseProxyAddress> {
  if (proxy === undefined) return undefined;
  const address = parseProxyAddress(proxy);
  if (address !== undefined) return address;
  throw new ChannelError(
    "misconfigured",
    `Zalo account "${accountId}": its proxy is not the address of a proxy.`,
    { fix: "Write http://host:port, https://host:port or socks5://host:port." },
  );
}
