/** A file as HTTP carries it. */
export interface Media {
  /** A media type, e.g. `image/jpeg`. */
  readonly type: string;
  readonly bytes: Buffer;
}

/** The media type of an image by its first bytes; undefined when it is none that phones show. */
export function imageType(bytes: Buffer): string | undefined {
  const begins = (hex: string) => bytes.toString("hex", 0, hex.length / 2) === hex;
  if (begins("ffd8ff")) return "image/jpeg";
  if (begins("89504e470d0a1a0a")) return "image/png";
  if (begins("474946383761") || begins("474946383961")) return "image/gif";
  const isWebp = begins("52494646") && bytes.toString("latin1", 8, 12) === "WEBP";
  return isWebp ? "image/webp" : undefined;
}

/** The media type of AAC in ADTS frames by its first bytes; undefined for anything else. */
export function voiceType(bytes: Buffer): string | undefined {
  // Twelve set bits, then two of the layer, which is 0.
  const isAdts = bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xf6) === 0xf0;
  return isAdts ? "audio/aac" : undefined;
}
