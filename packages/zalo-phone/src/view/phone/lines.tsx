import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { PageLine } from "zalo-simulator/page/line";
import type { PageThread } from "zalo-simulator/page/thread";
import { earlier, lines, readEarlier, readerIs } from "../../state/chat.ts";
import { attempt } from "../../state/notices.ts";
import { words } from "../../state/preferences.ts";
import { typists } from "../../state/typing.ts";
import { Icon } from "../icon.tsx";
import { dayName, dayOf } from "../when.ts";
import { Bubble } from "./bubble.tsx";

/** How far from the end one may be and still be taken along by what is new, in CSS pixels. */
const END_PX = 80;
/** Lines of one author within this time stand together, in milliseconds. */
const TOGETHER_MS = 5 * 60_000;

/** The messages of the open chat. What is new is read out, and scrolls into view for who reads the end. */
export function Lines({ thread }: { thread: PageThread }) {
  const list = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const top = useRef(0);
  const first = useRef<{ id: string; height: number } | undefined>(undefined);
  const newest = useRef<string | undefined>(undefined);
  const [unread, setUnread] = useState(false);
  const w = words.value;
  const shown = lines.value;
  const names = typists.value;

  useLayoutEffect(() => {
    const box = list.current;
    if (box === null || shown === undefined) return;
    const before = first.current;
    if (atEnd.current) box.scrollTop = box.scrollHeight;
    else if (before !== undefined && before.id !== shown[0]?.id) {
      // Older lines were put above: what one was reading stays where it was.
      box.scrollTop += box.scrollHeight - before.height;
    } else if (newest.current !== shown.at(-1)?.id) setUnread(true);
    newest.current = shown.at(-1)?.id;
    first.current = shown[0] === undefined ? undefined : { id: shown[0].id, height: box.scrollHeight };
  }, [shown]);
  useLayoutEffect(() => {
    if (atEnd.current && list.current !== null) list.current.scrollTop = list.current.scrollHeight;
  }, [names.length]);
  useLayoutEffect(() => keepEnd(list.current, atEnd, first), []);

  const toEnd = () => {
    if (list.current !== null) list.current.scrollTop = list.current.scrollHeight;
  };
  const onScroll = ({ currentTarget: box }: { currentTarget: HTMLElement }) => {
    // What grows below has the end move away from who is there; only going up means to leave it.
    if (box.scrollHeight - box.scrollTop - box.clientHeight < END_PX) atEnd.current = true;
    else if (box.scrollTop < top.current) atEnd.current = false;
    top.current = box.scrollTop;
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
          {shown?.map((line, at) => (
            <Placed
              key={line.id}
              line={line}
              before={shown[at - 1]}
              thread={thread}
              last={isNewestOwn(shown, at)}
            />
          ))}
        </div>
        {names.length > 0 && (
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
      {unread && (
        <button type="button" class="to-end" onClick={toEnd}>
          <Icon name="down" />
          {w.newMessages}
        </button>
      )}
    </div>
  );
}

const isNewestOwn = (shown: readonly PageLine[], at: number): boolean =>
  shown[at]?.own === true && !shown.slice(at + 1).some(({ own }) => own);

function Placed(props: { line: PageLine; before: PageLine | undefined; thread: PageThread; last: boolean }) {
  const { line, before, thread, last } = props;
  const newDay = before === undefined || dayOf(before.at) !== dayOf(line.at);
  const follows = !newDay && before.author.id === line.author.id && line.at - before.at < TOGETHER_MS;
  return (
    <>
      {newDay && <p class="day">{dayName(line.at)}</p>}
      <Bubble
        line={line}
        follows={follows}
        named={thread.kind === "group"}
        status={last ? statusOf(line, thread) : undefined}
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

/** Pictures grow when they have come, and a keyboard takes room away: who was at the end stays there. */
function keepEnd(
  box: HTMLDivElement | null,
  atEnd: { current: boolean },
  first: { current: { id: string; height: number } | undefined },
) {
  if (box === null) return undefined;
  const observer = new ResizeObserver(() => {
    if (atEnd.current) box.scrollTop = box.scrollHeight;
    if (first.current !== undefined) first.current.height = box.scrollHeight;
  });
  observer.observe(box);
  const inner = box.querySelector(".lines-list");
  if (inner !== null) observer.observe(inner);
  return () => observer.disconnect();
}
