import type { MessageText, Outgoing } from "channel-kit/answer/answer-record";
import type { Said } from "channel-kit/answer/said";
import { sorryText } from "channel-kit/notice/sorry-text";
import { ChannelError } from "channel-kit/outcome/channel-error";
import { chunkText, TEXT_LIMIT } from "channel-kit/text/chunk";
import type { Format } from "../config/schema.ts";
import { type PreparedMedia, type PrepareOptions, prepareMedia } from "./prepare-media.ts";
import { formatText } from "./text.ts";

export interface ComposeOptions extends Omit<PrepareOptions, "asFile"> {
  format: Format;
  /** The reader is told in one line when something is missing. */
  apologise: boolean;
}

export interface ComposedMessages {
  messages: Outgoing[];
  /** Why the first of what is missing is missing. */
  missing?: ChannelError;
}

/** A picture keeps at least this much room for its caption, in UTF-16 units; with a longer address it has none. */
const LEAST_CAPTION = 500;

/**
 * What is to be said, as messages that Zalo takes. The text is the caption of the first picture when that comes
 * first; what does not fit follows as text. Otherwise the text comes first. Media that cannot be sent are left
 * out and said to be so. Throws only when nothing can be told yet, such as for a full disk.
 */
export async function compose(said: Said, options: ComposeOptions): Promise<ComposedMessages> {
  const ready: PreparedMedia[] = [];
  const faults: ChannelError[] = [];
  for (const media of said.media) {
    try {
      ready.push(await prepareMedia(media, { ...options, asFile: said.asFile ?? false }));
    } catch (error) {
      if (!(error instanceof ChannelError)) throw error;
      faults.push(error);
    }
  }
  const sorry = faults.length > 0 && options.apologise ? [sorryText(options.language, faults.length)] : [];
  const text = [said.text.trimEnd(), ...sorry].filter((part) => part !== "").join("\n\n");
  const [missing] = faults;
  return { messages: arrange(text, ready, options), ...(missing === undefined ? {} : { missing }) };
}

function arrange(text: string, ready: readonly PreparedMedia[], options: ComposeOptions): Outgoing[] {
  const [first, ...others] = ready;
  const room = first?.kind === "image" ? TEXT_LIMIT - first.words.length - 1 : 0;
  if (first === undefined || room < LEAST_CAPTION) {
    const words = formatText(text, options.format).map(inWords);
    return [...words, ...ready.flatMap((media) => messagesOf(media, options))];
  }
  // Zalo reads no markup in a caption. It is short enough to go out with the address if the photo is refused.
  const [caption, ...rest] = formatText(text, options.format, room);
  return [
    ...messagesOf(first, options, caption),
    ...rest.map(inWords),
    ...others.flatMap((media) => messagesOf(media, options)),
  ];
}

function messagesOf(
  { kind, address: url, words }: PreparedMedia,
  options: ComposeOptions,
  caption?: MessageText,
): Outgoing[] {
  const instead = words.length <= TEXT_LIMIT ? words : sorryText(options.language, 1);
  switch (kind) {
    case "image": {
      if (caption === undefined) return [{ text: instead, media: { kind, url } }];
      const plain = typeof caption === "string" ? caption : caption.plain;
      return [{ text: `${plain}\n${instead}`, media: { kind, url, caption: plain } }];
    }
    case "voice":
      return [{ text: instead, media: { kind, url } }];
    case "link":
      return chunkText(words).map(inWords);
    default:
      return kind satisfies never;
  }
}

const inWords = (text: MessageText): Outgoing => (typeof text === "string" ? { text } : text);
