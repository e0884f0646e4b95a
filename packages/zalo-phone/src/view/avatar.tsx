import { Icon } from "./icon.tsx";

/** How many colours there are; `style/avatar.css` has them. */
const COLOURS = 8;

interface Props {
  id: string;
  name: string;
  kind: "bot" | "person" | "group";
  /** A dot that says an account of theirs is connected. */
  online?: boolean;
}

/** A round picture of somebody: their initials on a colour that stays theirs. Says nothing to screen readers. */
export function Avatar({ id, name, kind, online = false }: Props) {
  return (
    <span class={`avatar avatar-${colourOf(id)}`} aria-hidden="true">
      {kind === "person" ? initials(name) : <Icon name={kind} />}
      {online && <span class="avatar-dot" />}
    </span>
  );
}

function colourOf(id: string): number {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return sum % COLOURS;
}

/** Vietnamese people are called by the last word of their name. */
function initials(name: string): string {
  const parts = name.normalize("NFC").trim().split(/\s+/);
  const letters = parts.length > 1 ? [parts[0], parts.at(-1)] : [parts[0]];
  return letters
    .map((word = "") => [...word][0] ?? "")
    .join("")
    .toUpperCase();
}
