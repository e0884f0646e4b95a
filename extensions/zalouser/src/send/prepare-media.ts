import type { KeptMedia } from "channel-kit/answer/answer-record";
import type { MediaSource } from "channel-kit/answer/said";
import type { LoadedMedia } from "channel-kit/host/load-media";
import { endingOf, shownName } from "channel-kit/media/file-names";
import { fileSize } from "channel-kit/media/file-size";
import { type FileType, fileType } from "channel-kit/media/file-type";
import { imageSize } from "channel-kit/media/image-size";
import type { KeptFiles } from "channel-kit/media/kept-files";
import { readMp4 } from "channel-kit/media/mp4-info";
import { nameOfSource, readOutgoing } from "channel-kit/media/outgoing-file";
import { ChannelError } from "channel-kit/outcome/channel-error";
import type { Language } from "../config/schema.ts";

export interface PrepareOptions {
  accountId: string;
  settingsPath: string;
  language: Language;
  /** The largest file that is sent, in bytes. */
  mediaMaxBytes: number;
  /** Videos and voices go as files; pictures always go in full quality, and cannot go otherwise. */
  asFile: boolean;
  files: Pick<KeptFiles, "keep">;
  /** Reads the file that a source names, no more than so many bytes of it. */
  load(source: string, mostBytes: number): Promise<LoadedMedia>;
}

/** What the web protocol takes as a photo, uploaded as it is. By their names it takes them as nothing else. */
const PHOTOS: ReadonlySet<string> = new Set(["image/jpeg", "image/png", "image/webp"]);
/** What Zalo's clients are known to play when it comes as a voice message. */
const VOICES: ReadonlySet<string> = new Set(["audio/mp4", "audio/aac", "audio/mpeg"]);

const TAKEN_AS_PHOTO = /^\.(?:jpe?g|png|webp|gif)$/;

type Shown = Pick<KeptMedia, "show" | "size" | "durationMs">;

/**
 * Reads one picture, voice, video or file and keeps it until it is sent. What it is shown as depends on its content,
 * whatever its name says. Throws a `ChannelError` that says why it cannot be sent, and what to do.
 */
export async function prepareMedia(
  { source, name }: MediaSource,
  options: PrepareOptions,
): Promise<KeptMedia> {
  const { accountId, mediaMaxBytes, files } = options;
  const label = shownName(name ?? nameOfSource(source), "file");
  const loaded = await readOutgoing(accountId, label, () => options.load(source, mediaMaxBytes));
  const { bytes } = loaded;
  refuse(label, bytes, options);
  const type = fileType(bytes);
  const shown = shownAs(type, bytes, options.asFile);
  return {
    kind: "kept",
    ...shown,
    key: await files.keep(bytes),
    name: named(shownName(name ?? loaded.name ?? label, "file"), type, shown),
  };
}

function refuse(label: string, bytes: Uint8Array, options: PrepareOptions): void {
  const { accountId, settingsPath, mediaMaxBytes, language } = options;
  // Zalo would accept the message and show nothing: there is no part of it to upload.
  if (bytes.byteLength === 0) {
    throw new ChannelError(
      "rejected",
      `Zalo account "${accountId}": ${label} was not sent: the file is empty.`,
      {
        fix: "Send a file that has something in it.",
      },
    );
  }
  if (bytes.byteLength > mediaMaxBytes) {
    const [size, most] = [bytes.byteLength, mediaMaxBytes].map((count) => fileSize(count, language));
    throw new ChannelError(
      "rejected",
      `Zalo account "${accountId}": ${label} was not sent: it has ${size}, and no more than ${most} may be sent.`,
      { fix: `Send a smaller file, or raise ${settingsPath}.mediaMaxMb.` },
    );
  }
}

function shownAs(type: FileType | undefined, bytes: Uint8Array, asFile: boolean): Shown {
  if (type === undefined) return { show: "file" };
  const size = isPicture(type) ? imageSize(bytes) : undefined;
  if (size !== undefined) return { show: type.mime === "image/gif" ? "gif" : "image", size };
  if (asFile) return { show: "file" };
  if (VOICES.has(type.mime)) return { show: "voice" };
  const movie = type.mime === "video/mp4" ? readMp4(bytes) : undefined;
  if (movie?.video !== undefined && movie.durationMs > 0) {
    return { show: "video", size: movie.video, durationMs: movie.durationMs };
  }
  // Many programs write sound alone into files that call themselves videos.
  return { show: movie?.video === undefined && movie?.hasSound ? "voice" : "file" };
}

const isPicture = ({ mime }: FileType): boolean => mime === "image/gif" || PHOTOS.has(mime);

/**
 * The name with the ending of its content, in lower case: by the ending alone, whose case counts, Zalo's web client
 * tells a photo from a file. A picture that cannot be one needs another ending.
 */
function named(name: string, type: FileType | undefined, { show }: Shown): string {
  const ending = endingOf(name);
  if (show === "file") {
    if (TAKEN_AS_PHOTO.test(ending)) return `${name}.bin`;
    if (ending !== "" || (type !== undefined && isPicture(type))) return name;
  }
  const right = show === "voice" && type?.kind === "video" ? "m4a" : type?.extension;
  if (right === undefined) return name;
  return `${name.slice(0, name.length - ending.length)}.${right}`;
}
