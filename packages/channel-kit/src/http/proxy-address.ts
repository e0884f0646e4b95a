/** A proxy that requests are made through. */
export interface ProxyAddress {
  scheme: "http" | "https" | "socks5";
  /** Without brackets around an IPv6 address. */
  hostname: string;
  port: number;
  /** Sent to the proxy only, and never shown. */
  credentials?: { user: string; password: string };
}

/** Ports that the schemes stand for when the address names none (1080: RFC 1928). */
const DEFAULT_PORT = { http: 80, https: 443, socks5: 1080 } as const;

/** The names of `socks5` that other programs use; names are resolved by the proxy in any case. */
const SCHEMES: Readonly<Record<string, ProxyAddress["scheme"]>> = {
  "http:": "http",
  "https:": "https",
  "socks5:": "socks5",
  "socks5h:": "socks5",
};

/** Reads `scheme://[user[:password]@]host[:port]`; undefined when it is anything else. */
export function parseProxyAddress(raw: string): ProxyAddress | undefined {
  const url = URL.canParse(raw) ? new URL(raw) : undefined;
  const scheme = url === undefined ? undefined : SCHEMES[url.protocol];
  if (url === undefined || scheme === undefined || url.hostname === "") return undefined;
  if (!["", "/"].includes(url.pathname) || url.search !== "" || url.hash !== "") return undefined;
  const credentials = credentialsOf(url);
  if (credentials === null) return undefined;
  return {
    scheme,
    hostname: url.hostname.replace(/^\[|\]$/g, ""),
    port: url.port === "" ? DEFAULT_PORT[scheme] : Number(url.port),
    ...(credentials === undefined ? {} : { credentials }),
  };
}

/** The address as `parseProxyAddress` reads it; holds what the proxy asks for, and so is a secret. */
export function formatProxyAddress({ scheme, hostname, port, credentials }: ProxyAddress): string {
  const host = hostname.includes(":") ? `[${hostname}]` : hostname;
  const user =
    credentials === undefined
      ? ""
      : `${encodeURIComponent(credentials.user)}:${encodeURIComponent(credentials.password)}@`;
  return `${scheme}://${user}${host}:${port}`;
}

/** Undefined when there are none, null when they cannot be read. */
function credentialsOf({ username, password }: URL): ProxyAddress["credentials"] | null {
  if (username === "" && password === "") return undefined;
  try {
    return { user: decodeURIComponent(username), password: decodeURIComponent(password) };
  } catch {
    return null;
  }
}
