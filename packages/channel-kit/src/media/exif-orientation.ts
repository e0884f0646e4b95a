const ORIENTATION = 0x0112;
/** Bytes of one entry of a directory (TIFF 6.0 §2). */
const ENTRY_BYTES = 12;

/** How a JPEG's Exif segment says the picture is to be turned, 1 to 8; undefined when it does not say. */
export function exifOrientation(segment: Buffer): number | undefined {
  if (!segment.toString("latin1", 0, 6).startsWith("Exif\0\0")) return undefined;
  const tiff = segment.subarray(6);
  const isLittle = tiff.toString("latin1", 0, 2) === "II";
  const u16 = (at: number) => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const u32 = (at: number) => (isLittle ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at));
  if (tiff.length < 8) return undefined;
  const directory = u32(4);
  if (directory + 2 > tiff.length) return undefined;
  const entries = u16(directory);
  for (let index = 0; index < entries; index += 1) {
    const at = directory + 2 + index * ENTRY_BYTES;
    if (at + ENTRY_BYTES > tiff.length) return undefined;
    if (u16(at) === ORIENTATION) return u16(at + 8);
  }
  return undefined;
}
