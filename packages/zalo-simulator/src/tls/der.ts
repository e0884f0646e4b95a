/** Just enough of DER (ITU-T X.690) to write a certificate. */

/** One element: its tag, its length, what is in it. */
export function element(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.from([tag, ...lengthOf(body.length)]), body]);
}

/** Below 128 the length itself; else how many bytes it takes, then those. */
function lengthOf(length: number): number[] {
  if (length < 0x80) return [length];
  const bytes = length.toString(16).padStart(length > 0xff ? 4 : 2, "0");
  return [0x80 | (bytes.length / 2), ...Buffer.from(bytes, "hex")];
}

export const sequence = (...content: readonly Uint8Array[]): Buffer => element(0x30, ...content);
export const set = (...content: readonly Uint8Array[]): Buffer => element(0x31, ...content);
export const integer = (bytes: Uint8Array): Buffer => element(0x02, bytes);
export const octets = (...content: readonly Uint8Array[]): Buffer => element(0x04, ...content);
/** A string of whole bytes of bits. */
export const bits = (bytes: Uint8Array): Buffer => element(0x03, Buffer.from([0]), bytes);
export const yes = (): Buffer => element(0x01, Buffer.from([0xff]));
export const utf8 = (text: string): Buffer => element(0x0c, Buffer.from(text, "utf8"));
/** An object identifier by its encoded bytes, in hex. */
export const oid = (hex: string): Buffer => element(0x06, Buffer.from(hex, "hex"));
/** A time in UTC, to the second. */
export const time = (at: Date): Buffer =>
  element(0x18, Buffer.from(`${at.toISOString().replace(/[-:T]|\.\d+Z$/g, "")}Z`, "latin1"));
