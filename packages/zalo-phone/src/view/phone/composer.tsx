import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { PageThread, ThreadMember } from "zalo-simulator/page/thread";
import { answering } from "../../state/chat.ts";
import { type Sent, send, type } from "../../state/deeds.ts";
import { type Mentioning, membersLike, mentioningAt, stillMentioned } from "../../state/member-names.ts";
import { attempt } from "../../state/notices.ts";
import { words } from "../../state/preferences.ts";
import { me } from "../../state/world.ts";
import { Icon } from "../icon.tsx";
import { AttachMenu } from "./attach-menu.tsx";
import { shortly, withoutMarks, wordsOf } from "./content.tsx";
import { MentionPicker } from "./mention-picker.tsx";

/** How often it is said that one types, in milliseconds. */
const TYPING_MS = 3_000;

/** Who can be picked behind an `@`. */
export type Pickable = Pick<ThreadMember, "id" | "name" | "kind">;

/** Where one writes. Enter sends, Shift and Enter begin a new line. */
export function Composer({ thread }: { thread: PageThread }) {
  const box = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState("");
  const [mentioning, setMentioning] = useState<Mentioning | undefined>(undefined);
  const [at, setAt] = useState(0);
  const [picked, setPicked] = useState<readonly Pickable[]>([]);
  const [sending, setSending] = useState(false);
  const typedAt = useRef(0);
  const w = words.value;
  const owner = me.value;
  const answers = answering.value;

  useLayoutEffect(() => {
    const area = box.current;
    if (area === null) return;
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight, TALLEST_PX)}px`;
  }, [text]);
  useLayoutEffect(() => {
    if (answers !== undefined) box.current?.focus();
  }, [answers]);

  const everybody: readonly Pickable[] = (thread.members ?? []).filter(({ id }) => id !== owner?.id);
  const all: Pickable = { id: "all", name: ALL_NAME, kind: "person" };
  const found = mentioning === undefined ? [] : membersLike([...everybody, all], mentioning.sought);
  const picking = thread.kind === "group" && found.length > 0;

  const deliver = async (content: Sent, mentions: readonly string[] = []) => {
    if (owner === undefined) return false;
    setSending(true);
    const worked = await attempt(() => send(owner.id, thread, content, { answers, mentions }));
    setSending(false);
    if (worked) answering.value = undefined;
    return worked;
  };
  const sendText = async () => {
    if (text.trim() === "" || sending) return;
    const mentions = stillMentioned(text, picked)
      .filter(({ kind }) => kind === "person")
      .map(({ id }) => id);
    const written = text;
    setText("");
    setMentioning(undefined);
    if (await deliver({ kind: "text", text: written }, mentions)) setPicked([]);
    else setText(written);
    box.current?.focus();
  };
  const pick = (one: Pickable) => {
    const area = box.current;
    if (mentioning === undefined || area === null) return;
    const until = mentioning.from + 1 + mentioning.sought.length;
    const before = `${text.slice(0, mentioning.from)}@${one.name} `;
    setText(before + text.slice(until));
    setPicked([...picked.filter(({ id }) => id !== one.id), one]);
    setMentioning(undefined);
    queueMicrotask(() => {
      area.focus();
      area.setSelectionRange(before.length, before.length);
    });
  };
  const onInput = ({ currentTarget }: { currentTarget: HTMLTextAreaElement }) => {
    setText(currentTarget.value);
    setMentioning(mentioningAt(currentTarget.value, currentTarget.selectionStart));
    setAt(0);
    if (owner === undefined || Date.now() - typedAt.current < TYPING_MS) return;
    typedAt.current = Date.now();
    void type(owner.id, thread).catch(() => undefined);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // A Vietnamese keyboard composes letters, and its Enter is not ours.
    if (event.isComposing) return;
    if (picking && onPickerKey(event.key)) {
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      void sendText();
    } else if (event.key === "Escape" && answers !== undefined) {
      event.stopPropagation();
      answering.value = undefined;
    }
  };
  const onPickerKey = (key: string): boolean => {
    const one = found[at];
    if (key === "ArrowDown") setAt((at + 1) % found.length);
    else if (key === "ArrowUp") setAt((at + found.length - 1) % found.length);
    else if (key === "Escape") setMentioning(undefined);
    else if ((key === "Enter" || key === "Tab") && one !== undefined) pick(one);
    else return false;
    return true;
  };

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void sendText();
      }}
    >
      {picking && <MentionPicker found={found} at={at} pick={pick} />}
      {answers !== undefined && (
        <div class="answering">
          <Icon name="reply" />
          <span class="answering-words">
            <strong>{w.answering(answers.author.name)}</strong>
            <span>
              {shortly(answers.content.kind, withoutMarks(wordsOf(answers.content), answers.parseMode))}
            </span>
          </span>
          <button
            type="button"
            class="round"
            onClick={() => {
              answering.value = undefined;
              box.current?.focus();
            }}
          >
            <Icon name="close" />
            <span class="unseen">{w.notAnswer}</span>
          </button>
        </div>
      )}
      <div class="composer-row">
        <AttachMenu thread={thread} deliver={deliver} />
        <textarea
          ref={box}
          rows={1}
          value={text}
          placeholder={w.write}
          aria-label={w.write}
          enterkeyhint="send"
          autocomplete="off"
          onInput={onInput}
          onKeyDown={onKeyDown}
          onBlur={() => setMentioning(undefined)}
          {...(picking
            ? {
                "aria-autocomplete": "list",
                "aria-controls": "mention-picker",
                "aria-activedescendant": `mention-${at}`,
              }
            : {})}
        />
        <button type="submit" class="round strong" disabled={text.trim() === "" || sending}>
          <Icon name="send" />
          <span class="unseen">{sending ? w.sending : w.send}</span>
        </button>
      </div>
    </form>
  );
}

/** What Zalo calls everybody in a text, in every language. */
const ALL_NAME = "All";
/** How tall the box grows before it scrolls, in CSS pixels. */
const TALLEST_PX = 132;
