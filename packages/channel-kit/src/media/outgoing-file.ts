import { ChannelError } from "../outcome/channel-error.ts";
import { lastPart } from "./file-names.ts";

/** A file that has been read for sending. */
export interface OutgoingFile {
  bytes: Uint8Array;
  mime?: string;
  name?: string;
}

/** The last part of a path or an address; empty for a file that comes as an address of its own bytes. */
export function nameOfSource(source: string): string {
  if (/^data:/i.test(source)) return "";
  return lastPart(/^\w+:\/\//.test(source) && URL.canParse(source) ? new URL(source).pathname : source);
}

/** Reads a file that is to be sent. Throws a `ChannelError` that says by `label` what was not sent, and why. */
export async function readOutgoing(
  accountId: string,
  label: string,
  load: () => Promise<OutgoingFile>,
): Promise<OutgoingFile> {
  try {
    return await load();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ChannelError(
      "rejected",
      `Zalo account "${accountId}": ${label} was not sent: ${why.replace(/\.?$/, ".")}`,
      { fix: "Send a file that is there, that the agent may read and that is not too large.", cause },
    );
  }
}
