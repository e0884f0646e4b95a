export type Mood = "good" | "busy" | "idle" | "bad";

/** A state in words, with a dot whose colour only repeats them. */
export function Status({ mood, text }: { mood: Mood; text: string }) {
  return (
    <span class={`status status-${mood}`}>
      <span class="status-dot" aria-hidden="true" />
      {text}
    </span>
  );
}
