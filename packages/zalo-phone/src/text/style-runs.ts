import type { Look, ShownLine, Span } from "./shown.ts";

/** One stretch that looks different; offsets in UTF-16 units, `st` Zalo's names joined by commas. */
export interface StyleRun {
  readonly start: number;
  readonly len: number;
  readonly st: string;
}

/** A name picked in a group. */
export interface MentionRun {
  readonly pos: number;
  readonly len: number;
}

/** `ind_10` nests by one level, `ind_20` by two. */
const INDENT_PER_LEVEL = 10;

/** What Zalo draws of a text of the personal side: `b`, `i`, `u`, `s`, `c_<hex>`, `f_<size>`, `lst_1`, `lst_2`, `ind_<n>`. */
export function readStyleRuns(
  text: string,
  styles: readonly StyleRun[] = [],
  mentions: readonly MentionRun[] = [],
): readonly ShownLine[] {
  const runs = styles.flatMap((run) => run.st.split(",").map((st) => ({ ...run, st: st.trim() })));
  const looks: Laid[] = [
    ...runs.flatMap(({ start, len, st }) => {
      const look = lookOf(st);
      return look === undefined ? [] : [{ start, end: start + len, look }];
    }),
    ...mentions.map(({ pos, len }): Laid => ({ start: pos, end: pos + len, look: { mention: true } })),
  ];
  const counters = new Map<number, number>();
  let start = 0;
  return text.split("\n").map((words) => {
    const end = start + words.length;
    const here = (wanted: RegExp) =>
      runs.find((run) => wanted.test(run.st) && run.start < end && run.start + run.len > start)?.st;
    const spans = spansOf(text, { start, end }, looks);
    const depth = Math.floor(Number(here(/^ind_\d+$/)?.slice(4) ?? 0) / INDENT_PER_LEVEL);
    const list = here(/^lst_[12]$/);
    start = end + 1;
    if (list !== "lst_2") counters.clear();
    if (list === undefined) return { kind: "plain", spans, ...(depth > 0 ? { depth } : {}) };
    if (list === "lst_1") return { kind: "bullet", depth, spans };
    for (const deeper of counters.keys()) if (deeper > depth) counters.delete(deeper);
    const number = (counters.get(depth) ?? 0) + 1;
    counters.set(depth, number);
    return { kind: "number", depth, number, spans };
  });
}

interface Laid {
  readonly start: number;
  readonly end: number;
  readonly look: Look;
}

function lookOf(st: string): Look | undefined {
  if (st === "b") return { bold: true };
  if (st === "i") return { italic: true };
  if (st === "u") return { underline: true };
  if (st === "s") return { strike: true };
  if (/^c_[0-9a-f]{6}$/i.test(st)) return { colour: `#${st.slice(2).toLowerCase()}` };
  if (/^f_\d{1,2}$/.test(st)) return { size: Number(st.slice(2)) };
  return undefined;
}

/** One line cut wherever a look begins or ends. */
function spansOf(
  text: string,
  line: { start: number; end: number },
  looks: readonly Laid[],
): readonly Span[] {
  const within = looks.filter(({ start, end }) => start < line.end && end > line.start);
  const cuts = new Set([line.start, line.end]);
  for (const { start, end } of within) {
    if (start > line.start) cuts.add(start);
    if (end < line.end) cuts.add(end);
  }
  const places = [...cuts].sort((left, right) => left - right);
  return places.slice(1).map((end, index) => {
    const start = places[index] ?? line.start;
    const over = within.filter((laid) => laid.start <= start && laid.end >= end);
    return { text: text.slice(start, end), look: Object.assign({}, ...over.map(({ look }) => look)) as Look };
  });
}
