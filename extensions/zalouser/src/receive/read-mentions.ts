import { withoutMention } from "channel-kit/envelope/own-mention";
import type { WireMention } from "../session/port.ts";

/** How Zalo names everybody in a mention. */
const EVERYBODY = "-1";

/** A text as the agent gets it, and whether it calls the account. */
export interface Addressed {
  text: string;
  mentionsSelf: boolean;
}

/**
 * Finds mentions of the account by its id, never by its name, which anybody may write. Its own mention is taken off;
 * those of others, and of everybody, stay standing as they were written. Without mentions the text stays as it is.
 */
export function readMentions(
  text: string,
  mentions: readonly WireMention[] | undefined,
  ownId: string,
): Addressed {
  const own = (mentions ?? []).filter(({ uid }) => uid === ownId);
  const everybody = (mentions ?? []).some(({ uid }) => uid === EVERYBODY);
  const places = own
    .filter(({ pos, len }) => isPlace(text, pos, len))
    .toSorted((left, right) => left.pos - right.pos)
    .filter(({ pos }, at, all) => at === 0 || pos >= endOf(all[at - 1]));
  if (places.length === 0) return { text, mentionsSelf: own.length > 0 || everybody };
  const rest = places.reduceRight((left, { pos, len }) => withoutMention(left, pos, pos + len), text);
  return { text: rest.trim(), mentionsSelf: true };
}

const endOf = (mention: WireMention | undefined): number =>
  mention === undefined ? 0 : mention.pos + mention.len;

/** A client may say anything of where a mention stands; only what begins like one is taken off. */
function isPlace(text: string, pos: number, len: number): boolean {
  return Number.isInteger(pos) && len > 0 && pos + len <= text.length && text[pos] === "@";
}
