import { ChannelError } from "channel-kit/outcome/channel-error";

/** Names that belong to Zalo: its pages and services, and the hosts that serve its files (zca-js 2.2.0). */
const ZALO_HOST = /(?:^|\.)(?:zalo\.me|zdn\.vn|zadn\.vn)$/;
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * Where a request goes. Without an override that is where it says; with one, what is meant for a host of Zalo's goes
 * to `<override>/web/<host>/…`, and everything else where it says.
 */
export function endpoint(address: string, override: string | undefined): string {
  if (override === undefined) return address;
  const target = new URL(address);
  if (!ZALO_HOST.test(target.hostname)) return address;
  const base = new URL(override);
  const isSocket = target.protocol === "ws:" || target.protocol === "wss:";
  const scheme = isSocket ? base.protocol.replace("http", "ws") : base.protocol;
  const place = base.pathname.replace(/\/$/, "");
  return `${scheme}//${base.host}${place}/web/${target.host}${target.pathname}${target.search}`;
}

/** Throws unless the override may be sent a session: https, or a server on this machine. */
export function checkOverride(accountId: string, override: string | undefined): void {
  if (override === undefined) return;
  const base = URL.canParse(override) ? new URL(override) : undefined;
  const isSafe =
    base !== undefined &&
    (base.protocol === "https:" || (base.protocol === "http:" && LOOPBACK.test(base.hostname))) &&
    base.username === "" &&
    base.password === "" &&
    base.search === "" &&
    base.hash === "";
  if (isSafe) return;
  throw new ChannelError(
    "misconfigured",
    `Zalo account "${accountId}": ZALOUSER_API_URL is not an address that a session may be sent to.`,
    { fix: "Unset it, or give https://host[:port], or http://127.0.0.1:port for a simulator." },
  );
}
