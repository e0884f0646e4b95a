import { words } from "../../state/preferences.ts";
import { Avatar } from "../avatar.tsx";
import type { Pickable } from "./composer.tsx";

interface Props {
  found: readonly Pickable[];
  /** Which one Enter picks. */
  at: number;
  pick(one: Pickable): void;
}

/** The people that an `@` may mean; the keyboard stays in the box below. */
export function MentionPicker({ found, at, pick }: Props) {
  const w = words.value;
  return (
    <div class="mention-picker" id="mention-picker" role="listbox" aria-label={w.mentionWhom}>
      {found.map((one, index) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the box below keeps the focus and names the active one.
        // biome-ignore lint/a11y/useKeyWithClickEvents: the box below has the arrow keys and Enter.
        <div
          key={one.id}
          id={`mention-${index}`}
          role="option"
          aria-selected={index === at}
          class="mention-option"
          // Before the box loses the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => pick(one)}
        >
          <Avatar id={one.id} name={one.name} kind={one.id === "all" ? "group" : one.kind} />
          <span>
            {one.name}
            {one.id === "all" && w.everybody !== one.name && (
              <span class="mention-kind"> · {w.everybody}</span>
            )}
            {one.kind === "bot" && <span class="mention-kind"> · {w.kinds.bot}</span>}
          </span>
        </div>
      ))}
    </div>
  );
}
