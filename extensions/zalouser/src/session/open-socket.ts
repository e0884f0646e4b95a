import { networkCode, notConnected } from "channel-kit/http/network-failure";
import { ChannelError } from "channel-kit/outcome/channel-error";
import { endpoint } from "./endpoint.ts";
import { notReached } from "./failures.ts";
import type { LibraryContext } from "./library.ts";

/** A heartbeat outside of these would be a flood or a silence, whatever Zalo's settings say; in milliseconds. */
const HEARTBEAT_MS = { least: 1_000, most: 180_000 } as const;

/** How often Zalo wants to hear from us, in milliseconds. */
export function heartbeatMs({ settings }: LibraryContext): number {
  const wanted: unknown = settings.features.socket.ping_interval;
  if (typeof wanted !== "number" || !Number.isFinite(wanted)) return HEARTBEAT_MS.most;
  return Math.min(Math.max(wanted, HEARTBEAT_MS.least), HEARTBEAT_MS.most);
}

/** Where the socket is opened: Zalo names several places, which are tried in turn. */
export function socketAddress(
  context: LibraryContext,
  attempt: number,
  override: string | undefined,
): string {
  const named = context.loginInfo["zpw_ws"];
  const places = Array.isArray(named)
    ? named.filter((one) => typeof one === "string" && URL.canParse(one))
    : [];
  const address = new URL(
    String(places[attempt % Math.max(places.length, 1)] ?? "wss://ws1-msg.chat.zalo.me/"),
  );
  address.searchParams.set("t", String(Date.now()));
  address.searchParams.set("zpw_ver", String(context.API_VERSION));
  address.searchParams.set("zpw_type", String(context.API_TYPE));
  return endpoint(address.href, override);
}

/** What the web client says when it opens the socket (zca-js 2.2.0), with the cookies of now (R8). */
export const socketHeaders = ({ cookie, userAgent }: LibraryContext): Record<string, string> => ({
  "accept-encoding": "gzip, deflate, br, zstd",
  "accept-language": "en-US,en;q=0.9",
  "cache-control": "no-cache",
  origin: "https://chat.zalo.me",
  pragma: "no-cache",
  "user-agent": userAgent,
  cookie: cookie.getCookieStringSync("https://chat.zalo.me"),
});

/** Why the socket did not open. */
export function openingFailure(accountId: string, thrown: unknown, signal: AbortSignal): ChannelError {
  const where = `Zalo account "${accountId}": opening the connection`;
  if (signal.aborted) return new ChannelError("aborted", `${where} was given up.`);
  const failure = notConnected(thrown);
  if (failure !== undefined) return notReached(where, failure);
  const code = networkCode(thrown);
  return new ChannelError(
    "unreachable",
    `${where} failed: Zalo did not take it up${code === undefined ? "" : ` (${code})`}.`,
    { cause: thrown },
  );
}
