import { exifOrientation } from "./exif-orientation.ts";

/** Pixels, as the picture is shown. */
export interface PictureSize {
  width: number;
  height: number;
}

/** The size of a PNG, GIF, WebP or JPEG picture, read from its header; undefined for anything else and when it is cut. */
export function imageSize(bytes: Uint8Array): PictureSize | undefined {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const size = read(data);
    return size !== undefined && size.width > 0 && size.height > 0 ? size : undefined;
  } catch (error) {
    // Reading past the end: there is less of it than its header says.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function read(data: Buffer): PictureSize | undefined {
  const start = data.toString("latin1", 0, 16);
  if (start.startsWith("\x89PNG\r\n\x1a\n"))
    return { width: data.readUInt32BE(16), height: data.readUInt32BE(20) };
  if (start.startsWith("GIF8")) return { width: data.readUInt16LE(6), height: data.readUInt16LE(8) };
  if (start.startsWith("RIFF") && start.startsWith("WEBP", 8)) return readWebp(data);
  if (start.startsWith("\xff\xd8\xff")) return readJpeg(data);
  return undefined;
}

/** WebP's three forms (RFC 9649 §2.5 to §2.7). */
function readWebp(data: Buffer): PictureSize | undefined {
  switch (data.toString("latin1", 12, 16)) {
    case "VP8 ":
      return { width: data.readUInt16LE(26) & 0x3fff, height: data.readUInt16LE(28) & 0x3fff };
    case "VP8L": {
      const bits = data.readUInt32LE(21);
      return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
    }
    case "VP8X":
      return { width: 1 + data.readUIntLE(24, 3), height: 1 + data.readUIntLE(27, 3) };
    default:
      return undefined;
  }
}

/** Markers that begin a frame, whose header holds the size (ISO/IEC 10918-1 table B.1): all SOF but DHT, JPG and DAC. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
/** Markers without a length: TEM and the restarts. */
const isBare = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
const APP1 = 0xe1;
/** From here on a picture lies on its side (Exif 2.3 §4.6.4). */
const FIRST_TURNED = 5;

function readJpeg(data: Buffer): PictureSize | undefined {
  let isTurned = false;
  for (let at = 2; at < data.length; ) {
    if (data[at] !== 0xff) return undefined;
    const marker = data.readUInt8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (isBare(marker)) {
      at += 2;
      continue;
    }
    const length = data.readUInt16BE(at + 2);
    if (length < 2) return undefined;
    if (marker === APP1) {
      const orientation = exifOrientation(data.subarray(at + 4, at + 2 + length));
      isTurned = orientation !== undefined && orientation >= FIRST_TURNED;
    } else if (isFrame(marker)) {
      const height = data.readUInt16BE(at + 5);
      const width = data.readUInt16BE(at + 7);
      return isTurned ? { width: height, height: width } : { width, height };
    }
    at += 2 + length;
  }
  return undefined;
}
