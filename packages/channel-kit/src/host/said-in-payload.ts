import { formatLocationText } from "openclaw/plugin-sdk/channel-inbound";
import { collectReplyMediaEntries } from "openclaw/plugin-sdk/channel-outbound";
import { platformMessageId } from "../answer/answer-record.ts";
import type { MediaSource, Said } from "../answer/said.ts";
import type { ReplyPayload } from "./turn.ts";

/** What a payload of the gateway's wants said. What a chat cannot show, such as a place on a map, is said in words. */
export function saidInPayload(payload: ReplyPayload): Said {
  const { text = "", location } = payload;
  const words = text.trim() === "" && location != null ? formatLocationText(location) : text;
  const replyTo = payload.replyToId?.trim() ?? "";
  return {
    text: words,
    media: mediaOf(payload),
    ...(replyTo === "" ? {} : { replyTo: platformMessageId(replyTo) }),
  };
}

/** The payload's media in order, each once, with the names that the gateway knows them by. */
function mediaOf(payload: ReplyPayload): MediaSource[] {
  const media = new Map<string, MediaSource>();
  for (const { url, attachment } of collectReplyMediaEntries(payload)) {
    const source = url.trim();
    if (source === "" || media.has(source)) continue;
    const name = attachment?.name?.trim();
    media.set(source, { source, ...(name ? { name } : {}) });
  }
  return [...media.values()];
}
