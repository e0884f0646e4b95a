import type { KeptMedia, Outgoing, OutgoingText } from "channel-kit/answer/answer-record";
import type { Said } from "channel-kit/answer/said";
import { sorryText } from "channel-kit/notice/sorry-text";
import { ChannelError } from "channel-kit/outcome/channel-error";
import { TEXT_LIMIT } from "channel-kit/text/chunk";
import type { ReplyToMode } from "../config/schema.ts";
import type { MemberNames } from "./mentions.ts";
import { type PrepareOptions, prepareMedia } from "./prepare-media.ts";
import { formatText } from "./text.ts";

export interface ComposeOptions extends Omit<PrepareOptions, "asFile"> {
  /** Which of the messages quote the one that they answer, when that is to be quoted. */
  replyToMode: ReplyToMode;
  /** The members of the group it goes to; undefined for a person. Asked only when the text may name one. */
  members(): Promise<Pick<MemberNames, "mentionsIn"> | undefined>;
  /** The reader is told in one line when something is missing. */
  apologise: boolean;
}

export interface ComposedMessages {
  messages: Outgoing[];
  /** Why the first of what is missing is missing. */
  missing?: ChannelError;
}

/** Text that is one address and nothing else. */
const ONLY_ADDRESS = /^https?:\/\/[^\s<>]+$/i;

/**
 * What is to be said, as messages that Zalo takes. Text is the caption of the first picture when that comes first
 * and the text needs no style, no mention and no quote, for which a caption has no room; what does not fit follows
 * as text. Otherwise the text comes first. Media that cannot be sent are left out and said to be so. Throws only
 * when nothing can be told yet, such as for a full disk.
 */
export async function compose(said: Said, options: ComposeOptions): Promise<ComposedMessages> {
  const ready: KeptMedia[] = [];
  const faults: ChannelError[] = [];
  for (const media of said.media) {
    try {
      ready.push(await prepareMedia(media, { ...options, asFile: said.asFile ?? false }));
    } catch (error) {
      if (!(error instanceof ChannelError) || error.code === "storage") throw error;
      faults.push(error);
    }
  }
  const sorry = faults.length > 0 && options.apologise ? [sorryText(options.language, faults.length)] : [];
  const text = [said.text.trimEnd(), ...sorry].filter((part) => part !== "").join("\n\n");
  const [missing] = faults;
  return {
    messages: arrange(await wordsOf(text, said.replyTo, options), ready, options),
    ...(missing === undefined ? {} : { missing }),
  };
}

async function wordsOf(
  text: string,
  quotes: string | undefined,
  { members, replyToMode }: ComposeOptions,
): Promise<OutgoingText[]> {
  const names = text.includes("@") ? await members() : undefined;
  const words = formatText(text, (part) => names?.mentionsIn(part) ?? []);
  if (quotes === undefined) return words;
  return words.map((message, index) =>
    index === 0 || replyToMode === "all" ? { ...message, quotes } : message,
  );
}

function arrange(
  words: readonly OutgoingText[],
  ready: readonly KeptMedia[],
  options: ComposeOptions,
): Outgoing[] {
  const [first, ...others] = ready;
  const [caption, ...rest] = words;
  const isBare = caption !== undefined && Object.keys(caption).length === 1;
  if (first?.show === "image" && isBare) {
    return [
      messageOf(first, options, caption.text),
      ...rest,
      ...others.map((media) => messageOf(media, options)),
    ];
  }
  if (ready.length === 0 && words.length === 1 && isBare && ONLY_ADDRESS.test(caption.text)) {
    return [{ text: caption.text, media: { kind: "link", url: caption.text } }];
  }
  return [...words, ...ready.map((media) => messageOf(media, options))];
}

/** With the words that go out when Zalo refuses the file in every form. */
function messageOf(media: KeptMedia, { language }: ComposeOptions, caption?: string): Outgoing {
  const sorry = sorryText(language, 1);
  if (caption === undefined) return { text: `${media.name}\n${sorry}`, media };
  const both = `${caption}\n\n${sorry}`;
  return { text: both.length <= TEXT_LIMIT ? both : caption, media: { ...media, caption } };
}
