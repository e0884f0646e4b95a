import { ChannelError } from "channel-kit/outcome/channel-error";

/** The documented host of the Bot API. */
export const ZALO_API_ORIGIN = "https://bot-api.zaloplatforms.com";

const LOOPBACK: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Whether an address leads to this very machine. */
export const isLoopback = (url: URL): boolean => LOOPBACK.has(url.hostname);

/**
 * The origin that the Bot API is called at. The token stands in every URL's path, so plain http is allowed
 * on loopback only. Throws `misconfigured` when `ZALO_API_URL` is anything else.
 */
export function resolveApiUrl(accountId: string, override: string | undefined): string {
  if (override === undefined) return ZALO_API_ORIGIN;
  const url = URL.canParse(override) ? new URL(override) : undefined;
  const safe = url?.protocol === "https:" || (url?.protocol === "http:" && isLoopback(url));
  if (url === undefined || !safe || url.username !== "" || url.search !== "" || url.hash !== "") {
    throw new ChannelError(
      "misconfigured",
      `Zalo account "${accountId}": ZALO_API_URL is not an address that a bot token may be sent to.`,
      { fix: "Use an https address, or http on 127.0.0.1 or localhost; or unset it to use Zalo itself." },
    );
  }
  return override.replace(/\/+$/, "");
}

/** The origin of an API on this machine, which may hand out files of its own; undefined for any other. */
export function loopbackOrigin(apiUrl: string): string | undefined {
  const { hostname, origin } = new URL(apiUrl);
  return LOOPBACK.has(hostname) ? origin : undefined;
}
