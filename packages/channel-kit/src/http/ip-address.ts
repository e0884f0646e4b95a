/**
 * The bytes of a literal IP address: 4 or 16 of them, or undefined when it is a name. Reads every form that
 * programs connect to (`127.1`, `0x7f000001`, `[::1]`, `fe80::1%eth0`), because the URL parser does.
 */
export function ipBytes(address: string): Uint8Array | undefined {
  const bare = address.replace(/^\[|\]$/g, "").replace(/%.*$/, "");
  const authority = bare.includes(":") ? `[${bare}]` : bare;
  if (!/^[\w.:[\]]+$/.test(authority) || !URL.canParse(`http://${authority}/`)) return undefined;
  // In the parser's own form: four decimal numbers, or groups of hex with at most one gap.
  const { hostname } = new URL(`http://${authority}/`);
  if (/^\d+\.\d+\.\d+\.\d+$/.test(hostname)) return Uint8Array.from(hostname.split("."), Number);
  if (!hostname.startsWith("[")) return undefined;
  const [left = "", right] = hostname.slice(1, -1).split("::");
  const groups = (half: string) => half.split(":").filter((group) => group !== "");
  const head = groups(left);
  const tail = groups(right ?? "");
  const gap = Array.from({ length: 8 - head.length - tail.length }, () => "0");
  return Uint8Array.from(
    [...head, ...gap, ...tail].flatMap((group) => {
      const value = Number.parseInt(group, 16);
      return [value >> 8, value & 0xff];
    }),
  );
}
