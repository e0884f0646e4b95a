import type { AttachmentKind } from "../envelope/envelope.ts";
import { backoffMs } from "../time/backoff.ts";
import type { Clock } from "../time/clock.ts";
import { adtsToM4a } from "./adts-to-m4a.ts";
import { DownloadError, type Downloaded, type DownloadFailure, type Downloads } from "./download.ts";
import type { FileType } from "./file-type.ts";
import type { Why } from "./unfetched.ts";

/** Tries of one file, while what keeps it away may pass. */
const TRIES = 3;
const RETRY = { baseMs: 500, capMs: 4_000 };
/** Time for one try, in milliseconds. */
const TRY_MS = 15_000;

export interface FetchOptions {
  downloads: Pick<Downloads, "download">;
  /** A larger file is not fetched. */
  maxBytes: number;
  clock: Clock;
  /** Ends the fetching, which then rejects. */
  signal: AbortSignal;
}

export type Fetched =
  /** `mime` tells what the bytes are, whatever the platform's name or server said. */
  | { kind: "file"; bytes: Uint8Array; mime: string }
  /** `detail` is for the log: safe to show, and more than the person needs. */
  | { kind: "unfetched"; why: Why; detail: string };

/**
 * Fetches what an attachment's address leads to, again when that may help, and makes sure that it is what the
 * platform called it. Raw AAC becomes m4a, because transcription refuses it raw. Rejects when the signal fires.
 */
export async function fetchAttachment(
  kind: AttachmentKind,
  url: string,
  { downloads, maxBytes, clock, signal }: FetchOptions,
): Promise<Fetched> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return asCalled(kind, await downloads.download(url, { maxBytes, deadlineMs: TRY_MS, signal }));
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof DownloadError)) throw error;
      if (!error.retryable || attempt === TRIES) {
        return { kind: "unfetched", why: whyOf(error.reason, maxBytes), detail: error.message };
      }
      await clock.sleep(backoffMs(attempt, RETRY), signal);
    }
  }
}

/** The kinds of files that an attachment of a kind may be; a sticker is a picture. */
const FILE_KIND: Readonly<Record<AttachmentKind, FileType["kind"] | "any">> = {
  image: "image",
  sticker: "image",
  voice: "audio",
  video: "video",
  file: "any",
};

function asCalled(kind: AttachmentKind, { bytes, fileType }: Downloaded): Fetched {
  const wanted = FILE_KIND[kind];
  if (wanted !== "any" && fileType?.kind !== wanted) {
    const detail = `What was called ${kind} is ${fileType?.mime ?? "of an unknown type"}.`;
    return { kind: "unfetched", why: { why: "wrong-type" }, detail };
  }
  if (fileType?.mime === "audio/aac") {
    const repacked = adtsToM4a(bytes);
    if (repacked !== undefined) return { kind: "file", bytes: repacked, mime: "audio/mp4" };
  }
  return { kind: "file", bytes, mime: fileType?.mime ?? "application/octet-stream" };
}

function whyOf(reason: DownloadFailure, limitBytes: number): Why {
  switch (reason) {
    case "too-large":
      return { why: "too-large", limitBytes };
    case "not-found":
      return { why: "gone" };
    case "refused-address":
    case "bad-redirect":
      return { why: "refused" };
    case "timeout":
    case "unreachable":
    case "aborted":
      return { why: "unreachable" };
    default:
      return reason satisfies never;
  }
}
