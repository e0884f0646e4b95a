import { signal } from "@preact/signals";
import type { PageThread } from "zalo-simulator/page/thread";
import { qrCodes } from "../../state/desk.ts";
import { bare } from "../../state/member-names.ts";
import { go } from "../../state/place.ts";
import { words } from "../../state/preferences.ts";
import { me, threads } from "../../state/world.ts";
import { Avatar } from "../avatar.tsx";
import { Icon } from "../icon.tsx";
import { shortWhen } from "../when.ts";
import { shortly, withoutMarks } from "./content.tsx";

const sought = signal("");

/** The chats of one phone. The arrow keys lead through them. */
export function ThreadList() {
  const w = words.value;
  const all = threads.value;
  const found = all?.filter(({ name }) => bare(name).includes(bare(sought.value.trim())));
  const waiting = qrCodes.value.length;
  return (
    <section class="screen" aria-label={w.phoneOf(me.value?.name ?? "")}>
      <header class="screen-head list-head">
        <label class="search">
          <Icon name="search" />
          <span class="unseen">{w.search}</span>
          <input
            type="search"
            placeholder={w.search}
            value={sought.value}
            onInput={({ currentTarget }) => {
              sought.value = currentTarget.value;
            }}
          />
        </label>
        <button type="button" class="round on-head" onClick={() => go({ scanning: true })}>
          <Icon name="qr" />
          {waiting > 0 && <span class="badge">{waiting}</span>}
          <span class="unseen">{waiting > 0 ? w.qrCodes(waiting) : w.qrLogin}</span>
        </button>
      </header>
      {all?.length === 0 && <p class="hint">{w.noChats}</p>}
      {all !== undefined && all.length > 0 && found?.length === 0 && <p class="hint">{w.noneFound}</p>}
      <ul class="threads" onKeyDown={moveAmong}>
        {found?.map((thread) => (
          <li key={thread.key}>
            <ThreadButton thread={thread} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function ThreadButton({ thread }: { thread: PageThread }) {
  const w = words.value;
  const { last, unread } = thread;
  return (
    <button
      type="button"
      class={unread > 0 ? "thread thread-unread" : "thread"}
      data-thread={thread.key}
      onClick={() => go({ thread: thread.key })}
    >
      <Avatar id={thread.id} name={thread.name} kind={thread.kind} online={thread.web === "online"} />
      <span class="thread-words">
        <span class="thread-name">{thread.name}</span>
        <span class="thread-last">{last === undefined ? aboutThread(thread) : lastWords(last)}</span>
      </span>
      <span class="thread-side">
        {last !== undefined && <time dateTime={new Date(last.at).toISOString()}>{shortWhen(last.at)}</time>}
        {unread > 0 && (
          <span class="badge">
            <span aria-hidden="true">{unread > 99 ? "99+" : unread}</span>
            <span class="unseen">{w.unread(unread)}</span>
          </span>
        )}
      </span>
    </button>
  );
}

function lastWords({ own, by, kind, text, parseMode, recalled }: NonNullable<PageThread["last"]>): string {
  const w = words.value;
  const what = recalled ? w.recalled : shortly(kind, withoutMarks(text, parseMode));
  return `${own ? w.you : by}: ${what}`;
}

/** What a thread is, in a few words. */
export function aboutThread(thread: PageThread): string {
  const w = words.value;
  if (thread.kind === "bot") return w.kinds.bot;
  if (thread.kind === "group") return w.membersOf(thread.members?.length ?? 0);
  const online = thread.web === "online" ? ` · ${w.onlineWeb}` : "";
  return `${thread.friend ? w.friend : w.stranger}${online}`;
}

function moveAmong(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>(".thread")];
  const at = buttons.findIndex((button) => button.matches(":focus"));
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  buttons[to]?.focus();
}
