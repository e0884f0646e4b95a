import { useLayoutEffect, useRef } from "preact/hooks";
import type { PageThread } from "zalo-simulator/page/thread";
import { go } from "../../state/place.ts";
import { words } from "../../state/preferences.ts";
import { Avatar } from "../avatar.tsx";
import { Icon } from "../icon.tsx";
import { Composer } from "./composer.tsx";
import { Lines } from "./lines.tsx";
import { aboutThread } from "./thread-list.tsx";

/** One chat: who it is with, what was said, and where one writes. Escape leads back to the list. */
export function Chat({ thread }: { thread: PageThread }) {
  const screen = useRef<HTMLElement>(null);
  const w = words.value;
  useLayoutEffect(() => {
    // On a touch screen the box would bring up the keyboard, over what one came to read.
    const first = matchMedia("(hover: hover)").matches ? "textarea" : ".lines";
    screen.current?.querySelector<HTMLElement>(first)?.focus({ preventScroll: true });
  }, []);
  const back = () => {
    go({ thread: undefined });
    requestAnimationFrame(() =>
      document.querySelector<HTMLElement>(`[data-thread="${thread.key}"]`)?.focus(),
    );
  };
  return (
    <section
      class="screen"
      ref={screen}
      aria-label={thread.name}
      onKeyDown={(event) => {
        if (event.key === "Escape" && !(event.target instanceof HTMLDialogElement)) back();
      }}
    >
      <header class="screen-head chat-head">
        <button type="button" class="round on-head" onClick={back}>
          <Icon name="back" />
          <span class="unseen">{w.back}</span>
        </button>
        <Avatar id={thread.id} name={thread.name} kind={thread.kind} online={thread.web === "online"} />
        <div class="chat-title">
          <h2>{thread.name}</h2>
          <p>{aboutThread(thread)}</p>
        </div>
      </header>
      <Lines thread={thread} />
      <Composer thread={thread} />
    </section>
  );
}
