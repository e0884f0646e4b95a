import type { ComponentChildren, JSX } from "preact";
import { linkParts } from "../text/links.ts";
import type { Look, ShownLine, Span } from "../text/shown.ts";

/** Zalo's size of ordinary text; other sizes are in proportion to it. */
const ORDINARY_SIZE = 15;

/** A text as a phone draws it: lines, and lists that screen readers know for lists. */
export function ShownText({ lines }: { lines: readonly ShownLine[] }) {
  const blocks: JSX.Element[] = [];
  for (let at = 0; at < lines.length; ) {
    const line = lines[at];
    if (line === undefined) break;
    let end = at + 1;
    if (isItem(line) || line.kind === "quote") {
      while (end < lines.length && belongs(lines[end], line)) end += 1;
    }
    blocks.push(<Block key={at} lines={lines.slice(at, end)} />);
    at = end;
  }
  return <div class="shown">{blocks}</div>;
}

const isItem = ({ kind }: ShownLine): boolean => kind === "bullet" || kind === "number";

const belongs = (line: ShownLine | undefined, first: ShownLine): boolean =>
  line !== undefined && (line.kind === "quote" ? first.kind === "quote" : isItem(line) && isItem(first));

function Block({ lines }: { lines: readonly ShownLine[] }) {
  const [first] = lines;
  if (first === undefined) return null;
  if (isItem(first)) return <Items lines={lines} />;
  if (first.kind === "quote") {
    return (
      <blockquote>
        {lines.map((line, at) => (
          <p key={at}>
            <Spans spans={line.spans} />
          </p>
        ))}
      </blockquote>
    );
  }
  // A heading of a message is no heading of this page, so it is drawn as one and not said to be one.
  const look = first.kind === "heading" ? `heading heading-${first.level}` : "";
  const depth = first.depth ?? 0;
  return (
    <p class={`${look}${depth > 0 ? ` depth-${Math.min(depth, DEEPEST)}` : ""}`}>
      {first.spans.length === 0 ? <br /> : <Spans spans={first.spans} />}
    </p>
  );
}

function Items({ lines }: { lines: readonly ShownLine[] }) {
  return (
    <ul class="items">
      {lines.map((line, at) => (
        <li key={at} class={`item depth-${Math.min(line.depth ?? 0, DEEPEST)}`}>
          <span class="mark">{line.kind === "number" ? `${line.number}.` : "•"}</span>
          <span>
            <Spans spans={line.spans} />
          </span>
        </li>
      ))}
    </ul>
  );
}

const DEEPEST = 5;

const Spans = ({ spans }: { spans: readonly Span[] }) => (
  <>
    {spans.map(({ text, look }, at) => (
      <Looking key={at} look={look}>
        {look.code || look.mention ? text : <Linked text={text} />}
      </Looking>
    ))}
  </>
);

function Looking({ look, children }: { look: Look; children: ComponentChildren }) {
  let drawn = children;
  if (look.code) drawn = <code>{drawn}</code>;
  if (look.strike) drawn = <s>{drawn}</s>;
  if (look.underline) drawn = <u>{drawn}</u>;
  if (look.italic) drawn = <em>{drawn}</em>;
  if (look.bold) drawn = <strong>{drawn}</strong>;
  if (look.mention) drawn = <span class="mention">{drawn}</span>;
  if (look.colour !== undefined) drawn = <span class={`colour colour-${look.colour.slice(1)}`}>{drawn}</span>;
  if (look.size !== undefined && look.size !== ORDINARY_SIZE) {
    drawn = <span class={look.size > ORDINARY_SIZE ? "bigger" : "smaller"}>{drawn}</span>;
  }
  return <>{drawn}</>;
}

/** Text with its addresses as links. */
export function Linked({ text }: { text: string }) {
  return (
    <>
      {linkParts(text).map((part, at) =>
        part.href === undefined ? (
          part.text
        ) : (
          <a key={at} href={part.href} target="_blank" rel="noreferrer">
            {part.text}
          </a>
        ),
      )}
    </>
  );
}
