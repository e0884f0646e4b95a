/** A part of a text: words, or an address that can be opened. */
export interface Part {
  readonly text: string;
  readonly href?: string;
}

const ADDRESS = /https?:\/\/[^\s<>"']+/g;

/** Signs that end a sentence rather than an address. */
const TAIL = /[.,;:!?)\]}…]+$/;

/** The address itself when it is one of the web; undefined for a script or anything else that only looks like one. */
export function webAddress(raw: string): string | undefined {
  return URL.canParse(raw) && /^https?:$/.test(new URL(raw).protocol) ? raw : undefined;
}

/** The addresses in a text, which phones make into links. */
export function linkParts(text: string): readonly Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const { 0: match, index } of text.matchAll(ADDRESS)) {
    const href = match.replace(TAIL, "");
    if (!URL.canParse(href)) continue;
    if (index > from) parts.push({ text: text.slice(from, index) });
    parts.push({ text: href, href });
    from = index + href.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from) });
  return parts;
}
