import type { MediaSource } from "channel-kit/answer/said";
import type { LoadedMedia } from "channel-kit/host/load-media";
import { endingOf, lastPart, shownName } from "channel-kit/media/file-names";
import { fileSize } from "channel-kit/media/file-size";
import type { HostedMedia } from "channel-kit/media/hosted-media";
import { nameOfSource, readOutgoing } from "channel-kit/media/outgoing-file";
import { ChannelError } from "channel-kit/outcome/channel-error";
import type { Language } from "../config/schema.ts";
import { MEDIA_PATH } from "./media-path.ts";

/** One picture, voice message or file, in the form in which Zalo can be given it. */
export interface PreparedMedia {
  kind: "image" | "voice" | "link";
  /** Where Zalo or the reader fetches it. */
  address: string;
  /** Name and size, as far as they are known, and the address. */
  words: string;
}

export interface PrepareOptions {
  accountId: string;
  settingsPath: string;
  language: Language;
  /** Where the internet reaches this gateway, without a slash at the end; absent when nobody has said. */
  publicUrl?: string;
  /** What is wrong with the setting that should say it. */
  publicUrlProblem?: ChannelError;
  toGroup: boolean;
  /** Everything goes as a file in full quality, pictures and voices too. */
  asFile: boolean;
  media: Pick<HostedMedia, "put">;
  load(source: string): Promise<LoadedMedia>;
}

/** What `sendPhoto` is known to take. */
const IMAGE_MIMES: ReadonlySet<string> = new Set(["image/jpeg", "image/png", "image/gif", "image/webp"]);
const VOICE_MIMES: ReadonlySet<string> = new Set(["audio/aac", "audio/aacp", "audio/x-aac"]);
const VOICE_ENDING = ".aac";
/** Endings of addresses that are certainly no photo. With any other it is tried, because most have none. */
const NO_PHOTO =
  /^\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|csv|txt|md|json|xml|html?|svg|heic|avif|tiff?|zip|rar|7z|gz|tar|apk|exe|mp3|m4a|ogg|oga|opus|wav|flac|aac|amr|mp4|m4v|mov|avi|mkv|webm|3gp)$/;

/**
 * Makes one medium fetchable for Zalo. What lies on the internet stays there; a file of this machine is put where
 * Zalo can fetch it. Throws a `ChannelError` that says why it cannot be sent, and what to do.
 */
export async function prepareMedia(
  { source, name }: MediaSource,
  options: PrepareOptions,
): Promise<PreparedMedia> {
  const label = shownName(name ?? nameOfSource(source), "file");
  if (/^https?:\/\//i.test(source)) return fromInternet(source, name, options);
  const { publicUrl } = options;
  if (publicUrl === undefined) throw options.publicUrlProblem ?? noPublicUrl(label, options);
  const loaded = await readOutgoing(options.accountId, label, () => options.load(source));
  const mime = loaded.mime ?? "application/octet-stream";
  const kind = kindOf(mime, options);
  const named = shownName(name ?? loaded.name ?? label, "file");
  const path = await options.media.put({
    bytes: loaded.bytes,
    mime,
    // The ending decides whether Zalo takes the address of a voice.
    name: kind === "voice" && endingOf(named) !== VOICE_ENDING ? `${named}${VOICE_ENDING}` : named,
  });
  const address = `${publicUrl}${MEDIA_PATH}/${path}`;
  const size = fileSize(loaded.bytes.byteLength, options.language);
  return { kind, address, words: `${named} (${size})\n${address}` };
}

function fromInternet(
  address: string,
  name: string | undefined,
  { toGroup, asFile }: PrepareOptions,
): PreparedMedia {
  const ending = URL.canParse(address) ? endingOf(lastPart(new URL(address).pathname)) : "";
  const isVoice = !toGroup && address.endsWith(VOICE_ENDING);
  const kind = asFile ? "link" : isVoice ? "voice" : NO_PHOTO.test(ending) ? "link" : "image";
  return { kind, address, words: name === undefined ? address : `${shownName(name, "file")}\n${address}` };
}

function kindOf(mime: string, { toGroup, asFile }: PrepareOptions): PreparedMedia["kind"] {
  if (asFile) return "link";
  if (IMAGE_MIMES.has(mime)) return "image";
  // A voice to a group is accepted by Zalo and heard by nobody.
  return VOICE_MIMES.has(mime) && !toGroup ? "voice" : "link";
}

function noPublicUrl(label: string, { accountId, settingsPath }: PrepareOptions): ChannelError {
  return new ChannelError(
    "misconfigured",
    `Zalo account "${accountId}": ${label} was not sent, because Zalo fetches files from the internet and the public address of this gateway is not known.`,
    { fix: `Set ${settingsPath}.publicUrl to the https address under which the gateway can be reached.` },
  );
}
