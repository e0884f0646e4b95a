import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { PageLine } from "zalo-simulator/page/line";
import type { PageThread } from "zalo-simulator/page/thread";
import { earlier, later, lines, readEarlier, readEnd, readerIs, readLater } from "../../state/chat.ts";
import { attempt } from "../../state/notices.ts";
import { words } from "../../state/preferences.ts";
import { typists } from "../../state/typing.ts";
import { Icon } from "../icon.tsx";
import { dayName, dayOf } from "../when.ts";
import { Bubble } from "./bubble.tsx";
import { keepReading, type ReadingPlace, readingPlace } from "./reading-place.ts";
import { type Row, rowsOf } from "./rows.ts";

/** How far from the end one may be and still be taken along by what is new, in CSS pixels. */
const END_PX = 80;
/** Lines of one author within this time stand together, in milliseconds. */
const TOGETHER_MS = 5 * 60_000;

/** The messages of the open chat. What is new is read out, and scrolls into view for who reads the end. */
export function Lines({ thread }: { thread: PageThread }) {
  const list = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const top = useRef(0);
  const reading = useRef<ReadingPlace | undefined>(undefined);
  const newest = useRef(thread.last?.id);
  const [unread, setUnread] = useState(false);
  const w = words.value;
  const shown = lines.value;
  const rows = useMemo(() => rowsOf(shown ?? []), [shown]);
  const names = typists.value;

  useLayoutEffect(() => {
    if (shown !== undefined) stay(list.current, atEnd, reading);
  }, [shown, names.length]);
  useLayoutEffect(() => keepPlace(list.current, atEnd, reading), []);
  useLayoutEffect(() => {
    if (newest.current !== thread.last?.id && !atEnd.current) setUnread(true);
    newest.current = thread.last?.id;
  }, [thread.last?.id]);

  const toEnd = () => {
    atEnd.current = true;
    readerIs("at-end");
    setUnread(false);
    if (later.value) void attempt(readEnd);
    else if (list.current !== null) list.current.scrollTop = list.current.scrollHeight;
  };
  const onScroll = ({ currentTarget: box }: { currentTarget: HTMLElement }) => {
    const isNearEnd = box.scrollHeight - box.scrollTop - box.clientHeight < END_PX;
    // What grows below has the end move away from who is there; only going up means to leave it.
    if (isNearEnd && !later.value) atEnd.current = true;
    else if (box.scrollTop < top.current) atEnd.current = false;
    top.current = box.scrollTop;
    reading.current = readingPlace(box);
    readerIs(atEnd.current ? "at-end" : "above");
    if (atEnd.current && unread) setUnread(false);
  };
  return (
    <div class="lines-frame">
      <div
        class="lines"
        ref={list}
        onScroll={onScroll}
        role="log"
        aria-label={w.messages(thread.name)}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls it with the arrow keys.
        tabIndex={0}
      >
        {earlier.value !== undefined && (
          <button type="button" class="small earlier" onClick={() => void attempt(readEarlier)}>
            {w.earlier}
          </button>
        )}
        {shown?.length === 0 && <p class="hint">{w.emptyChat}</p>}
        <div class="lines-list">
          {rows.map((row, at) => (
            <Placed
              key={row.line.id}
              row={row}
              before={rows[at - 1]?.album.at(-1)}
              thread={thread}
              last={!later.value && isNewestOwn(rows, at)}
            />
          ))}
        </div>
        {later.value && (
          <button type="button" class="small later" onClick={() => void attempt(readLater)}>
            {w.later}
          </button>
        )}
        {names.length > 0 && !later.value && (
          <p class="typing">
            <span class="dots" aria-hidden="true">
              <i />
              <i />
              <i />
            </span>
            {w.typing(names.join(", "))}
          </p>
        )}
      </div>
      {(unread || later.value) && (
        <button type="button" class="to-end" onClick={toEnd}>
          <Icon name="down" />
          {unread ? w.newMessages : w.toNewest}
        </button>
      )}
    </div>
  );
}

const isNewestOwn = (rows: readonly Row[], at: number): boolean =>
  rows[at]?.line.own === true && !rows.slice(at + 1).some(({ line }) => line.own);

function Placed(props: { row: Row; before: PageLine | undefined; thread: PageThread; last: boolean }) {
  const { row, before, thread, last } = props;
  const { line, album } = row;
  const newDay = before === undefined || dayOf(before.at) !== dayOf(line.at);
  const follows = !newDay && before.author.id === line.author.id && line.at - before.at < TOGETHER_MS;
  return (
    <>
      {newDay && <p class="day">{dayName(line.at)}</p>}
      <Bubble
        line={line}
        album={album}
        follows={follows}
        named={thread.kind === "group"}
        status={last ? statusOf(album.at(-1) ?? line, thread) : undefined}
      />
    </>
  );
}

/** How far the newest own message got. */
function statusOf({ can, recalled, delivered, seen }: PageLine, thread: PageThread): string | undefined {
  const w = words.value;
  if (recalled) return undefined;
  if (!can.receipts) return w.sent;
  if (seen.length === 0) return delivered.length > 0 ? w.delivered : w.sent;
  if (thread.kind !== "group") return w.seen;
  const names = (thread.members ?? []).filter(({ id }) => seen.includes(id)).map(({ name }) => name);
  return w.seenBy(names.join(", "));
}

type Kept<T> = { current: T };

/** Who was at the end stays there, and who reads further up has the same line where it was. */
function stay(
  box: HTMLDivElement | null,
  atEnd: Kept<boolean>,
  reading: Kept<ReadingPlace | undefined>,
): void {
  if (box === null) return;
  if (atEnd.current) box.scrollTop = box.scrollHeight;
  else if (reading.current !== undefined) keepReading(box, reading.current);
  reading.current = readingPlace(box);
}

/** Pictures grow when they have come, and a keyboard takes room away: that moves nobody from where they are. */
function keepPlace(
  box: HTMLDivElement | null,
  atEnd: Kept<boolean>,
  reading: Kept<ReadingPlace | undefined>,
) {
  if (box === null) return undefined;
  const observer = new ResizeObserver(() => stay(box, atEnd, reading));
  observer.observe(box);
  const inner = box.querySelector(".lines-list");
  if (inner !== null) observer.observe(inner);
  return () => observer.disconnect();
}
