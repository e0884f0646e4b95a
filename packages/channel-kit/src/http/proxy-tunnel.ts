import type { Duplex } from "node:stream";
import { ipBytes } from "./ip-address.ts";
import { NotConnected } from "./network-failure.ts";
import type { ProxyAddress } from "./proxy-address.ts";
import { SocketReader } from "./socket-reader.ts";

/** Where the proxy is to connect us to. A name goes to the proxy as a name: it resolves it, not we. */
export interface TunnelTarget {
  hostname: string;
  port: number;
}

/**
 * Has the proxy at the other end of the socket connect us to the target; afterwards the socket speaks with the
 * target. Throws `NotConnected` and destroys the socket when the proxy says no, or nothing within `ms`.
 */
export async function openTunnel(
  socket: Duplex,
  proxy: ProxyAddress,
  target: TunnelTarget,
  ms: number,
): Promise<void> {
  using reader = new SocketReader(socket, ms);
  try {
    await (proxy.scheme === "socks5" ? socks5 : httpConnect)(socket, reader, proxy, target);
  } catch (cause) {
    socket.destroy();
    if (cause instanceof NotConnected) throw cause;
    throw new NotConnected({ proxy: "unreachable", detail: "no answer", cause });
  }
}

type Handshake = (
  socket: Duplex,
  reader: SocketReader,
  proxy: ProxyAddress,
  target: TunnelTarget,
) => Promise<void>;

/** More than any proxy says before it connects us. */
const MAX_HEAD_BYTES = 16 * 1024;

/** What an HTTP proxy wants to hear to know us, or undefined when we have no user there. */
export function proxyAuthorization({ credentials }: ProxyAddress): string | undefined {
  if (credentials === undefined) return undefined;
  const { user, password } = credentials;
  return `Basic ${Buffer.from([user, password].join(":")).toString("base64")}`;
}

/** RFC 9110 §9.3.6. */
const httpConnect: Handshake = async (socket, reader, proxy, target) => {
  const authority = `${bracketed(target.hostname)}:${target.port}`;
  const authorization = proxyAuthorization(proxy);
  const lines = [
    `CONNECT ${authority} HTTP/1.1`,
    `Host: ${authority}`,
    ...(authorization === undefined ? [] : [`Proxy-Authorization: ${authorization}`]),
  ];
  socket.write(`${lines.join("\r\n")}\r\n\r\n`);
  const head = await reader.head(MAX_HEAD_BYTES);
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1];
  if (status?.startsWith("2")) return;
  throw status === "407"
    ? new NotConnected({ proxy: "credentials", detail: "HTTP 407" })
    : new NotConnected({ proxy: "refused", detail: status === undefined ? "not HTTP" : `HTTP ${status}` });
};

const VERSION = 5;
const NO_CREDENTIALS = 0;
const USER_AND_PASSWORD = 2;
const ATYP = { v4: 1, name: 3, v6: 4 } as const;
/** What RFC 1928 §6 calls the answers that say no. */
const REPLIES: readonly (string | undefined)[] = [
  undefined,
  "general failure",
  "not allowed",
  "network unreachable",
  "host unreachable",
  "connection refused",
  "expired",
  "command not supported",
  "address not supported",
];

/** RFC 1928, and RFC 1929 for user and password. */
const socks5: Handshake = async (socket, reader, { credentials }, target) => {
  const methods = credentials === undefined ? [NO_CREDENTIALS] : [NO_CREDENTIALS, USER_AND_PASSWORD];
  socket.write(Buffer.from([VERSION, methods.length, ...methods]));
  const [version, method] = await reader.exactly(2);
  if (version !== VERSION) throw new NotConnected({ proxy: "refused", detail: "not SOCKS5" });
  if (method === USER_AND_PASSWORD && credentials !== undefined) {
    const user = Buffer.from(credentials.user);
    const password = Buffer.from(credentials.password);
    socket.write(Buffer.concat([Buffer.from([1]), counted(user), counted(password)]));
    const [, status] = await reader.exactly(2);
    if (status !== 0) throw new NotConnected({ proxy: "credentials", detail: "SOCKS5 user refused" });
  } else if (method !== NO_CREDENTIALS) {
    throw new NotConnected({ proxy: "credentials", detail: "SOCKS5 user needed" });
  }
  const port = Buffer.alloc(2);
  port.writeUInt16BE(target.port);
  socket.write(Buffer.concat([Buffer.from([VERSION, 1, 0]), socksAddress(target.hostname), port]));
  const [, reply = 1, , atyp] = await reader.exactly(4);
  if (reply !== 0) {
    throw new NotConnected({ proxy: "refused", detail: `SOCKS5 ${REPLIES[reply] ?? `answer ${reply}`}` });
  }
  // The proxy's own end of the connection; nobody needs it, but it stands before the target's first byte.
  await reader.exactly(2 + (await addressLength(reader, atyp)));
};

/** RFC 1928 §5: which kind of address follows, then the address. */
function socksAddress(hostname: string): Buffer {
  const ip = ipBytes(hostname);
  if (ip === undefined) return Buffer.concat([Buffer.from([ATYP.name]), counted(Buffer.from(hostname))]);
  return Buffer.from([ip.length === 4 ? ATYP.v4 : ATYP.v6, ...ip]);
}

async function addressLength(reader: SocketReader, atyp: number | undefined): Promise<number> {
  if (atyp === ATYP.v4) return 4;
  if (atyp === ATYP.v6) return 16;
  const [length = 0] = await reader.exactly(1);
  return length;
}

/** A field with its length before it in one byte; nothing that is longer can be said. */
function counted(field: Buffer): Buffer {
  if (field.length > 255) throw new NotConnected({ proxy: "refused", detail: "too long for SOCKS5" });
  return Buffer.concat([Buffer.from([field.length]), field]);
}

const bracketed = (hostname: string): string => (hostname.includes(":") ? `[${hostname}]` : hostname);
