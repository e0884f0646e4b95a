import { useState } from "preact/hooks";
import type { JournalEntry } from "../../api/journal-entry.ts";
import {
  clearEntries,
  type EntryGroup,
  entries,
  filter,
  groupOf,
  pausedAt,
  pauseEntries,
  shownEntries,
  shownGroup,
} from "../../state/journal.ts";
import { words } from "../../state/preferences.ts";
import { exactTimeOf } from "../when.ts";
import { entryWords, isTrouble } from "./entry-words.ts";

const GROUPS: readonly EntryGroup[] = ["all", "messages", "calls", "connection"];

/** Rows that are drawn; what is older is found with the filter. */
const MOST_ROWS = 300;

/** Everything that happens, newest first. */
export function Journal() {
  const w = words.value;
  const found = shownEntries.value;
  return (
    <section class="panel journal" aria-labelledby="journal">
      <div class="journal-head">
        <h2 id="journal">{w.journal}</h2>
        <button
          type="button"
          class="small"
          aria-pressed={pausedAt.value !== undefined}
          onClick={pauseEntries}
        >
          {pausedAt.value === undefined ? w.pauseJournal : w.resume}
        </button>
        <button type="button" class="small" onClick={clearEntries}>
          {w.clear}
        </button>
      </div>
      <div class="journal-filter">
        <label>
          <span class="unseen">{w.show}</span>
          <select
            value={shownGroup.value}
            onChange={({ currentTarget }) => {
              shownGroup.value = GROUPS.find((group) => group === currentTarget.value) ?? "all";
            }}
          >
            {GROUPS.map((group) => (
              <option key={group} value={group}>
                {w.groups[group]}
              </option>
            ))}
          </select>
        </label>
        <label class="grow">
          <span class="unseen">{w.filter}</span>
          <input
            type="search"
            placeholder={w.filter}
            value={filter.value}
            onInput={({ currentTarget }) => {
              filter.value = currentTarget.value;
            }}
          />
        </label>
      </div>
      {found.length === 0 && <p class="note">{entries.value.length === 0 ? w.noEntries : w.noMatches}</p>}
      <ol class="entries" aria-label={w.journal}>
        {found.slice(0, MOST_ROWS).map((entry) => (
          <Entry key={entry.seq} entry={entry} />
        ))}
      </ol>
    </section>
  );
}

function Entry({ entry }: { entry: JournalEntry }) {
  const [open, setOpen] = useState(false);
  return (
    <li class={isTrouble(entry) ? "entry entry-bad" : "entry"}>
      <details open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>
          <time dateTime={new Date(entry.at).toISOString()}>{exactTimeOf(entry.at)}</time>
          <span class={`entry-kind entry-${groupOf(entry.kind)}`}>{entry.kind}</span>
          <span class="entry-words">{entryWords(entry)}</span>
        </summary>
        {open && <pre>{JSON.stringify(entry, null, 2)}</pre>}
      </details>
    </li>
  );
}
