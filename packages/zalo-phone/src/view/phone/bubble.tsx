import { useState } from "preact/hooks";
import type { PageLine } from "zalo-simulator/page/line";
import { answering } from "../../state/chat.ts";
import { react, recall } from "../../state/deeds.ts";
import { attempt } from "../../state/notices.ts";
import { words } from "../../state/preferences.ts";
import { me } from "../../state/world.ts";
import { pairingCode } from "../../text/pairing-code.ts";
import { Avatar } from "../avatar.tsx";
import { Face, OFFERED } from "../face.tsx";
import { Icon } from "../icon.tsx";
import { timeOf } from "../when.ts";
import { Content, shortly, withoutMarks, wordsOf } from "./content.tsx";
import { copy, PairingCard } from "./pairing-card.tsx";

interface Props {
  line: PageLine;
  /** All pictures that were sent together with it, itself first; just itself otherwise. */
  album: readonly PageLine[];
  /** Its author wrote the line before it too: no name, no picture. */
  follows: boolean;
  /** Whether who wrote it is said, as in a group. */
  named: boolean;
  /** What is known of how far it got; only under the newest own line. */
  status: string | undefined;
}

/** One message. */
export function Bubble({ line, album, follows, named, status }: Props) {
  const [open, setOpen] = useState(false);
  const w = words.value;
  const { author, own, content } = line;
  const left = album.filter((one) => !one.recalled);
  const recalled = left.length === 0;
  const reactions = left.flatMap((one) => one.reactions);
  const bare = !recalled && content.kind === "sticker";
  const pairing = content.kind === "text" && !own ? pairingCode(content.text) : undefined;
  const brief = shortly(content.kind, withoutMarks(wordsOf(content), line.parseMode)).slice(0, BRIEF_LENGTH);
  const act = (run: () => Promise<unknown> | undefined) => {
    setOpen(false);
    void attempt(async () => run());
  };
  return (
    <article
      class={`line ${own ? "line-own" : "line-other"}${follows ? " line-follows" : ""}`}
      data-line={line.id}
      aria-label={`${own ? w.you : author.name}, ${timeOf(line.at)}`}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || !open) return;
        event.stopPropagation();
        setOpen(false);
      }}
    >
      {!own && <div class="line-face">{!follows && <Avatar {...author} />}</div>}
      <div class="line-body">
        {named && !follows && !own && <div class="line-name">{author.name}</div>}
        <div class="line-row">
          <div class={bare ? "bubble bubble-bare" : "bubble"}>
            {line.quote !== undefined && !recalled && (
              <div class="quoted">
                <strong>{line.quote.author?.name ?? ""}</strong>
                <span>{quotedWords(line.quote)}</span>
              </div>
            )}
            {recalled ? <em class="recalled">{w.recalled}</em> : <Content line={line} album={left} />}
            {pairing !== undefined && !recalled && <PairingCard pairing={pairing} />}
            <time class="line-time" dateTime={new Date(line.at).toISOString()}>
              {timeOf(line.at)}
            </time>
            {reactions.length > 0 && <Reactions reactions={reactions} />}
          </div>
          {!recalled && (
            <button
              type="button"
              class="line-more"
              aria-expanded={open}
              aria-label={w.messageActions}
              onClick={() => setOpen(!open)}
            >
              <Icon name="more" />
            </button>
          )}
        </div>
        {open && (
          <div class="actions" role="toolbar" aria-label={w.actions(brief)}>
            {line.can.react && (
              <OfferedReactions line={line} pick={(icon) => act(() => reactAsMe(line, icon))} />
            )}
            {line.can.quote && (
              <button
                type="button"
                class="small"
                onClick={() => {
                  setOpen(false);
                  answering.value = line;
                }}
              >
                <Icon name="reply" />
                {w.reply}
              </button>
            )}
            {wordsOf(content) !== "" && (
              <button type="button" class="small" onClick={() => act(() => copy(wordsOf(content)))}>
                <Icon name="copy" />
                {w.copy}
              </button>
            )}
            {left.some(({ can }) => can.recall) && (
              <button type="button" class="small" onClick={() => act(() => recallAsMe(left))}>
                <Icon name="recall" />
                {w.recall}
              </button>
            )}
          </div>
        )}
        {status !== undefined && <div class="line-status">{status}</div>}
      </div>
    </article>
  );
}

const quotedWords = ({ kind, text, parseMode }: NonNullable<PageLine["quote"]>): string =>
  shortly(kind, withoutMarks(text, parseMode));

/** How much of a message its buttons repeat for those who only hear them. */
const BRIEF_LENGTH = 40;

async function reactAsMe(line: PageLine, icon: string): Promise<void> {
  if (me.value !== undefined) await react(me.value.id, line.id, icon);
}

async function recallAsMe(lines: readonly PageLine[]): Promise<void> {
  for (const { id } of lines) if (me.value !== undefined) await recall(me.value.id, id);
}

function OfferedReactions({ line, pick }: { line: PageLine; pick: (icon: string) => void }) {
  const w = words.value;
  const own = line.reactions.find(({ id }) => id === me.value?.id)?.icon;
  return (
    <span class="offered">
      {OFFERED.map((icon) => (
        <button
          key={icon}
          type="button"
          class="offered-face"
          aria-pressed={own === icon}
          aria-label={w.reactions[icon] ?? icon}
          title={own === icon ? w.takeBack : w.reactions[icon]}
          onClick={() => pick(own === icon ? "" : icon)}
        >
          <Face icon={icon} quiet />
        </button>
      ))}
    </span>
  );
}

function Reactions({ reactions }: Pick<PageLine, "reactions">) {
  const icons = [...new Set(reactions.map(({ icon }) => icon))];
  return (
    <span class="reactions" title={reactions.map(({ name }) => name).join(", ")}>
      {icons.map((icon) => (
        <Face key={icon} icon={icon} />
      ))}
      {reactions.length > 1 && <span>{reactions.length}</span>}
    </span>
  );
}
