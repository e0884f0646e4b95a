import type { AttachmentKind } from "../envelope/envelope.ts";
import { KIND_LABEL } from "../envelope/placeholder.ts";

/** Why an attachment could not be had. */
export type Why =
  | { why: "too-large"; limitBytes: number }
  /** Its address answers that there is nothing, or nothing for us. */
  | { why: "gone" }
  /** The bytes are not what the platform called them. */
  | { why: "wrong-type" }
  /** Its address is one that nothing may be fetched from, such as the gateway's own network. */
  | { why: "refused" }
  /** No answer in time, after several tries. */
  | { why: "unreachable" };

export type Unfetched = Why & { kind: AttachmentKind };

const MEGABYTE = 1024 * 1024;

/** One line that tells the agent what it does not see: `[image could not be fetched: larger than 5 MB]`. */
export function unfetchedPlaceholder(unfetched: Unfetched): string {
  return `[${KIND_LABEL[unfetched.kind]} could not be fetched: ${reason(unfetched)}]`;
}

function reason(unfetched: Unfetched): string {
  switch (unfetched.why) {
    case "too-large":
      return `larger than ${megabytes(unfetched.limitBytes, "en")} MB`;
    case "gone":
      return "it is no longer there";
    case "wrong-type":
      return `the file is not ${unfetched.kind === "voice" ? "audio" : "an image"} of a known type`;
    case "refused":
      return "its address is not allowed";
    case "unreachable":
      return "no answer in time";
    default:
      return unfetched satisfies never;
  }
}

/** A size as people read it in a language: `5`, `0.5`, `0,5`. */
export function megabytes(bytes: number, language: string): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 2 }).format(bytes / MEGABYTE);
}
