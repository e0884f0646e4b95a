/**
 * Zalo's codes for reactions (zca-js 2.2.0, `Reactions`) and the emoji that look most like them. Of several codes for
 * one emoji, the first is sent.
 */
const TABLE: readonly (readonly [icon: string, emoji: string])[] = [
  ["/-heart", "❤️"],
  ["/-strong", "👍"],
  [":>", "😆"],
  [":o", "😮"],
  [":-((", "😢"],
  [":-h", "😡"],
  [":-*", "😘"],
  [":')", "😂"],
  ["/-shit", "💩"],
  ["/-rose", "🌹"],
  ["/-break", "💔"],
  ["/-weak", "👎"],
  [";xx", "🥰"],
  [";-/", "😕"],
  [";-)", "😉"],
  ["/-fade", "🥀"],
  ["/-li", "☀️"],
  ["/-bd", "🎂"],
  ["/-bome", "💣"],
  ["/-ok", "👌"],
  ["/-v", "✌️"],
  ["/-thanks", "🙇"],
  ["/-punch", "👊"],
  ["/-share", "📤"],
  ["_()_", "🙏"],
  ["/-no", "☝️"],
  ["/-bad", "🤏"],
  ["/-loveu", "🤟"],
  ["--b", "😞"],
  [":((", "😭"],
  ["x-)", "😏"],
  ["8-)", "🤓"],
  [";-d", "😁"],
  ["b-)", "😎"],
  [":--|", "😐"],
  ["p-(", "😔"],
  [":-bye", "👋"],
  ["|-)", "😴"],
  [":wipe", "😓"],
  [":-dig", "🤔"],
  ["&-(", "😧"],
  [":handclap", "👏"],
  [">-|", "😠"],
  [":-f", "🪑"],
  [";-x", "🤐"],
  [":-o", "😲"],
  [";-s", "😳"],
  [";-a", "😱"],
  [":-<", "🙁"],
  [":))", "🤣"],
  ["$-)", "🤑"],
  ["/-beer", "🍺"],
];

/** Emoji that people use for one of the above. */
const ALSO: readonly (readonly [emoji: string, shown: string])[] = [
  ["♥️", "❤️"],
  ["💖", "❤️"],
  ["💕", "❤️"],
  ["😍", "🥰"],
  ["😄", "😁"],
  ["😀", "😁"],
  ["😃", "😁"],
  ["🙂", "😁"],
  ["😊", "😁"],
  ["😅", "😆"],
  ["😯", "😮"],
  ["🎉", "🎂"],
  ["🔥", "👍"],
  ["✅", "👌"],
  ["👀", "😮"],
  ["🍻", "🍺"],
];

/** How an emoji is looked up: without its skin tone, and however it asks to be drawn. */
const bare = (emoji: string): string => emoji.trim().replace(/[\uFE0E\uFE0F\u{1F3FB}-\u{1F3FF}]/gu, "");

const ICONS = new Map(TABLE.toReversed().map(([icon, emoji]) => [bare(emoji), icon]));
for (const [emoji, shown] of ALSO) ICONS.set(bare(emoji), ICONS.get(bare(shown)) ?? "");
const EMOJI = new Map(TABLE);

/** Every emoji that can be a reaction, for people to choose from. */
export const REACTION_EMOJI: readonly string[] = TABLE.map(([, emoji]) => emoji);

/** Zalo's code for an emoji, or the code itself when that is what was given; undefined when Zalo has none. */
export function iconOf(emoji: string): string | undefined {
  return EMOJI.has(emoji.trim()) ? emoji.trim() : ICONS.get(bare(emoji));
}

/** The emoji that looks like a code of Zalo's; the code itself when none does. */
export const emojiOf = (icon: string): string => EMOJI.get(icon) ?? icon;
