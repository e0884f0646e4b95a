const HEADER_BYTES = 10;

/** What stands behind an ID3v2 tag; its size is in four bytes of seven bits (ID3v2.4 §3.1). */
export function afterId3(bytes: Uint8Array): Uint8Array {
  const [i, d, three] = bytes;
  if (bytes.length < HEADER_BYTES || i !== 0x49 || d !== 0x44 || three !== 0x33) return bytes;
  const size = bytes.subarray(6, 10).reduce((sum, byte) => sum * 128 + (byte & 0x7f), 0);
  return bytes.subarray(HEADER_BYTES + size);
}
