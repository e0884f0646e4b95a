import { afterId3 } from "./id3.ts";

/** What a file is by its own first bytes, whatever its name or a server says. */
export interface FileType {
  mime: string;
  /** Without a dot. */
  extension: string;
  kind: "image" | "audio" | "video" | "file";
}

/**
 * What the bytes are, or undefined when nobody here knows. The first 64 bytes are enough, but for MP3 and ADTS
 * behind an ID3 tag, which is looked past.
 */
export function fileType(bytes: Uint8Array): FileType | undefined {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return TABLE.find(({ matches }) => matches(start))?.type;
}

interface Row {
  type: FileType;
  matches(start: Buffer): boolean;
}

const type = (kind: FileType["kind"], mime: string, extension: string): FileType => ({
  kind,
  mime,
  extension,
});

/** `at` bytes in stand these characters, one per byte. */
const has =
  (at: number, text: string) =>
  (start: Buffer): boolean =>
    start.toString("latin1", at, at + text.length) === text;

const both =
  (...tests: ((start: Buffer) => boolean)[]) =>
  (start: Buffer): boolean =>
    tests.every((test) => test(start));

const either =
  (...tests: ((start: Buffer) => boolean)[]) =>
  (start: Buffer): boolean =>
    tests.some((test) => test(start));

/** ISO base media: the brand says which of its many files it is. */
const brand =
  (...brands: string[]) =>
  (start: Buffer): boolean =>
    both(has(4, "ftyp"), either(...brands.map((one) => has(8, one))))(start);

/** Twelve set bits begin a frame; layer 0 is what tells ADTS from MPEG audio (ISO/IEC 13818-7 §6.2). */
const isAdts = (start: Uint8Array): boolean => start[0] === 0xff && ((start[1] ?? 0) & 0xf6) === 0xf0;

/** A frame of layer 1 to 3 with a bit rate and a sample rate that exist (ISO/IEC 11172-3 §2.4.2.3). */
function isMpegAudio(start: Uint8Array): boolean {
  const [sync = 0, second = 0, third = 0] = start;
  const hasRates = third >> 4 !== 0xf && ((third >> 2) & 3) !== 3;
  return sync === 0xff && (second & 0xe0) === 0xe0 && ((second >> 1) & 3) !== 0 && hasRates;
}

/** The more particular before the more general. */
const TABLE: readonly Row[] = [
  { type: type("image", "image/jpeg", "jpg"), matches: has(0, "\xff\xd8\xff") },
  { type: type("image", "image/png", "png"), matches: has(0, "\x89PNG\r\n\x1a\n") },
  { type: type("image", "image/gif", "gif"), matches: either(has(0, "GIF87a"), has(0, "GIF89a")) },
  { type: type("image", "image/webp", "webp"), matches: both(has(0, "RIFF"), has(8, "WEBP")) },
  { type: type("image", "image/avif", "avif"), matches: brand("avif", "avis") },
  {
    type: type("image", "image/heic", "heic"),
    matches: brand("heic", "heix", "hevc", "hevx", "heim", "heis"),
  },
  { type: type("image", "image/heif", "heif"), matches: brand("mif1", "msf1") },
  {
    type: type("image", "image/tiff", "tiff"),
    matches: either(has(0, "II*\0"), has(0, "MM\0*")),
  },
  { type: type("image", "image/bmp", "bmp"), matches: both(has(0, "BM"), has(6, "\0\0\0\0")) },
  { type: type("audio", "audio/mp4", "m4a"), matches: brand("M4A ", "M4B ") },
  { type: type("video", "video/quicktime", "mov"), matches: brand("qt  ") },
  { type: type("video", "video/3gpp", "3gp"), matches: brand("3gp", "3g2") },
  { type: type("video", "video/mp4", "mp4"), matches: brand("") },
  { type: type("audio", "audio/wav", "wav"), matches: both(has(0, "RIFF"), has(8, "WAVE")) },
  { type: type("video", "video/x-msvideo", "avi"), matches: both(has(0, "RIFF"), has(8, "AVI ")) },
  {
    type: type("audio", "audio/ogg; codecs=opus", "opus"),
    matches: both(has(0, "OggS"), has(28, "OpusHead")),
  },
  { type: type("video", "video/ogg", "ogv"), matches: both(has(0, "OggS"), has(28, "\x80theora")) },
  { type: type("audio", "audio/ogg", "ogg"), matches: has(0, "OggS") },
  { type: type("audio", "audio/flac", "flac"), matches: has(0, "fLaC") },
  { type: type("audio", "audio/amr", "amr"), matches: has(0, "#!AMR") },
  {
    type: type("video", "video/webm", "webm"),
    matches: both(has(0, "\x1aE\xdf\xa3"), (start) => start.subarray(0, 64).includes("webm")),
  },
  { type: type("video", "video/matroska", "mkv"), matches: has(0, "\x1aE\xdf\xa3") },
  { type: type("audio", "audio/aac", "aac"), matches: (start) => isAdts(afterId3(start)) },
  {
    type: type("audio", "audio/mpeg", "mp3"),
    matches: (start) => isMpegAudio(afterId3(start)) || has(0, "ID3")(start),
  },
  { type: type("file", "application/pdf", "pdf"), matches: has(0, "%PDF-") },
  {
    type: type("file", "application/zip", "zip"),
    matches: either(has(0, "PK\x03\x04"), has(0, "PK\x05\x06")),
  },
  { type: type("file", "application/gzip", "gz"), matches: has(0, "\x1f\x8b\b") },
  { type: type("file", "application/x-7z-compressed", "7z"), matches: has(0, "7z\xbc\xaf\x27\x1c") },
  { type: type("file", "application/vnd.rar", "rar"), matches: has(0, "Rar!\x1a\x07") },
];
