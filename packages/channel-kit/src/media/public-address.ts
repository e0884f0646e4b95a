import { ipBytes } from "../http/ip-address.ts";

/** Where nothing of the public internet is: the special-purpose registries of IANA, and multicast. */
const NOT_PUBLIC: readonly Network[] = [
  "0.0.0.0/8", // this host
  "10.0.0.0/8",
  "100.64.0.0/10", // carrier-grade NAT
  "127.0.0.0/8",
  "169.254.0.0/16", // link-local, and the metadata service of many clouds
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24", // documentation
  "192.88.99.0/24", // 6to4 relays
  "192.168.0.0/16",
  "198.18.0.0/15", // benchmarks
  "198.51.100.0/24", // documentation
  "203.0.113.0/24", // documentation
  "224.0.0.0/4", // multicast
  "240.0.0.0/4", // reserved, and broadcast
  "::/96", // unspecified, loopback, and IPv4 in an old form
  "64:ff9b:1::/48", // NAT64 of one's own
  "100::/64", // discard
  "2001::/23", // protocol assignments, Teredo among them
  "2001:db8::/32", // documentation
  "2002::/16", // 6to4
  "3fff::/20", // documentation
  "5f00::/16", // segment routing
  "fc00::/7", // unique local
  "fe80::/10", // link-local
  "fec0::/10", // site-local, in an old form
  "ff00::/8", // multicast
].map(network);

/** Forms of IPv6 that mean the IPv4 address in their last four bytes. */
const EMBEDS_IPV4: readonly Network[] = ["::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96"].map(network);

interface Network {
  bytes: Uint8Array;
  bits: number;
}

/** True when a literal address is one of the public internet. Anything that is no literal address is not. */
export function isPublicAddress(address: string): boolean {
  const bytes = ipBytes(address);
  return bytes !== undefined && isPublic(bytes);
}

function isPublic(bytes: Uint8Array): boolean {
  if (EMBEDS_IPV4.some((net) => isIn(net, bytes))) return isPublic(bytes.subarray(12));
  return !NOT_PUBLIC.some((net) => isIn(net, bytes));
}

/** Names that stand for this machine or its own network, wherever they are resolved. */
const LOCAL_NAME = /(?:^|\.)(?:localhost|localdomain|local|internal|intranet|lan|home|corp|home\.arpa)$/i;

/** True when a host may be asked of a proxy, which resolves names where we cannot look. */
export function isPublicHost(hostname: string): boolean {
  if (ipBytes(hostname) !== undefined) return isPublicAddress(hostname);
  const name = hostname.replace(/\.$/, "");
  // A name of one part is one of the network that the proxy is in.
  return name.includes(".") && !LOCAL_NAME.test(name);
}

function network(range: string): Network {
  const [address = "", bits = ""] = range.split("/");
  const bytes = ipBytes(address);
  if (bytes === undefined) throw new RangeError(`${range} is no network`);
  return { bytes, bits: Number(bits) };
}

function isIn({ bytes: net, bits }: Network, bytes: Uint8Array): boolean {
  if (net.length !== bytes.length) return false;
  const whole = bits >> 3;
  for (let at = 0; at < whole; at += 1) if (net[at] !== bytes[at]) return false;
  const mask = (0xff00 >> (bits & 7)) & 0xff;
  return ((net[whole] ?? 0) & mask) === ((bytes[whole] ?? 0) & mask);
}
