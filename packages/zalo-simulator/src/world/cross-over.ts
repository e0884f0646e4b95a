import type { BotMessage } from "./chat.ts";
import type { Content } from "./content.ts";
import type { Author, Mention } from "./conversation.ts";
import { mentionedNames } from "./mentions.ts";
import type { PersonalContent } from "./personal-content.ts";
import { pickedMentions } from "./picked-mentions.ts";

/** What a message between people is for the bots in the same group. */
export function forBots(content: PersonalContent): Content {
  switch (content.kind) {
    case "text":
      return { kind: "text", text: content.text };
    case "image": {
      const caption = content.caption === undefined ? {} : { caption: content.caption };
      return { kind: "image", url: content.url, ...caption };
    }
    default:
      return { kind: "unsupported" };
  }
}

/** What a message to the bots in a group is for the people in it; undefined for what only bots are shown. */
export function forPeople(content: Content): PersonalContent | undefined {
  return content.kind === "text" || content.kind === "image" ? content : undefined;
}

/** What a bot's message in a group is for the people in it; undefined for what has no such form. */
export function botsWords({ kind, text, params }: BotMessage): PersonalContent | undefined {
  if (kind === "text") return { kind: "text", text };
  if (kind === "sticker") return { kind, id: stickerNumber(String(params["sticker"])), categoryId: 0 };
  if (kind !== "photo") return undefined;
  return { kind: "image", url: String(params["photo"]), ...(text === "" ? {} : { caption: text }) };
}

/** Bots and people call stickers differently, and how the two go together is not known: the same one gets the same number. */
function stickerNumber(id: string): number {
  let number = 0;
  for (const character of id) number = (number * 31 + (character.codePointAt(0) ?? 0)) % 1_000_000;
  return number;
}

/** The mentions in a text that was written with the picker: every whole name behind an `@`. */
export function namedMentions(text: string, among: readonly Author[]): readonly Mention[] {
  const names = mentionedNames(
    text,
    among.map(({ name }) => name),
  );
  return pickedMentions(
    text,
    among.filter(({ name }) => names.has(name)),
  );
}
