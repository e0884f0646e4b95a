import { ALL_UID, type Author, type Mention } from "./conversation.ts";
import { WorldError } from "./world-error.ts";

/** Where the picked names stand in the text, in its order. Refuses a name that is not there. */
export function pickedMentions(text: string, picked: readonly (Author | "all")[]): readonly Mention[] {
  return picked.flatMap((one) => occurrences(text, one)).toSorted((left, right) => left.pos - right.pos);
}

function occurrences(text: string, one: Author | "all"): readonly Mention[] {
  const label = one === "all" ? "@All" : `@${one.name}`;
  const uid = one === "all" ? ALL_UID : one.uid;
  const found: Mention[] = [];
  for (let pos = text.indexOf(label); pos !== -1; pos = text.indexOf(label, pos + 1)) {
    found.push({ uid, pos, len: label.length });
  }
  if (found.length === 0) throw new WorldError(`"${label}" does not stand in "${text}".`);
  return found;
}
