import { effect, signal, untracked } from "@preact/signals";
import { field, ids, type JournalEntry } from "../api/journal-entry.ts";
import { listen } from "../api/live.ts";
import { forgetLines, linesChanged, openChat, refreshLines, rereadChat } from "./chat.ts";
import { refreshDesk, refreshQrCodes } from "./desk.ts";
import { clearEntries, noteEntry, readPast } from "./journal.ts";
import { attempt, tell } from "./notices.ts";
import { place } from "./place.ts";
import { words } from "./preferences.ts";
import { noteTyping } from "./typing.ts";
import { me, refreshThreads, refreshWorld, threads } from "./world.ts";

/** Whether the page hears of what happens. */
export const live = signal<"connecting" | "open" | "lost">("connecting");

/** Which run of the simulator is being listened to. */
let run: string | undefined;

/** Reads everything, and keeps what is shown true from then on. */
export function keepLive(): void {
  effect(() => {
    if (me.value !== undefined) refreshThreads();
  });
  effect(() => {
    const person = me.value?.id;
    const { thread } = place.value;
    untracked(() => openChat(person === undefined || thread === undefined ? undefined : { person, thread }));
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") refreshLines();
  });
  listen({
    hello: ({ nextSeq, run: now }) => {
      live.value = "open";
      if (run !== undefined && run !== now) startAnew();
      run = now;
      void attempt(() => readPast(nextSeq));
      readAll();
    },
    missed: ({ nextSeq }) => {
      // There is a gap now between what the page has of the journal and what comes.
      clearEntries();
      void attempt(() => readPast(nextSeq));
      readAll();
    },
    desk: refreshDesk,
    lost: () => {
      live.value = "lost";
    },
    entry: (entry) => {
      noteEntry(entry);
      noteTyping(entry);
      follow(entry);
    },
  });
}

/** Another simulator runs where one ran before: nothing of what is shown is true of it. */
function startAnew(): void {
  clearEntries();
  forgetLines();
  threads.value = undefined;
  tell(words.value.startedAnew);
}

function readAll(): void {
  refreshWorld();
  refreshThreads();
  refreshDesk();
  refreshQrCodes();
  rereadChat();
}

/** Reads anew what an entry says has changed. */
function follow(entry: JournalEntry): void {
  switch (entry.kind) {
    case "chat-message":
    case "person-message":
    case "bot-message":
      refreshThreads();
      refreshLines();
      refreshDesk();
      break;
    case "message-recalled":
    case "message-deleted":
      refreshThreads();
      linesChanged([field(entry, "msgId")]);
      break;
    case "message-reaction":
      linesChanged([field(entry, "msgId")]);
      break;
    case "message-receipt":
      linesChanged(ids(entry, "msgIds"));
      if (field(entry, "byUid") === me.value?.uid) refreshThreads();
      break;
    case "photo-fetched":
      // The reader's phone has the picture, or will never have it.
      if (entry["by"] === "phone") rereadChat();
      break;
    case "group-vote":
      rereadChat();
      break;
    case "group-changed":
    case "friends-changed":
      refreshWorld();
      refreshThreads();
      break;
    case "qr-code":
      refreshQrCodes();
      refreshDesk();
      break;
    default:
      if (/^(?:socket-opened|socket-closed|web-login)$/.test(entry.kind)) {
        refreshWorld();
        refreshThreads();
      }
      if (
        /^(?:socket-opened|socket-closed|poll-|webhook-|web-login|unreachable|handed-over|dropped)/.test(
          entry.kind,
        )
      ) {
        refreshDesk();
      }
  }
  if (entry["faulted"] !== undefined) refreshDesk();
  // Somebody who came after the page was read.
  if (threads.value === undefined) refreshThreads();
}
