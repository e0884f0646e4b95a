import { chunkText, TEXT_LIMIT } from "channel-kit/text/chunk";

/** Cuts a text into messages that Zalo takes: 1 to 2000 characters, counted as UTF-16 units. */
export function cutText(text: string): string[] {
  return chunkText(text, { limit: TEXT_LIMIT });
}
