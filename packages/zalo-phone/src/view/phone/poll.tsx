import type { LineContent } from "zalo-simulator/page/line";
import { rereadChat } from "../../state/chat.ts";
import { vote } from "../../state/deeds.ts";
import { attempt } from "../../state/notices.ts";
import { words } from "../../state/preferences.ts";
import { me } from "../../state/world.ts";

/** A poll that one can vote in. */
export function Poll({ poll }: { poll: LineContent & { kind: "poll" } }) {
  const w = words.value;
  const choose = async (index: number, chosen: boolean) => {
    const person = me.value?.id;
    if (person === undefined) return;
    const before = poll.options.flatMap(({ own }, at) => (own ? [at] : []));
    const others = poll.allowsSeveral ? before.filter((at) => at !== index) : [];
    const after = chosen ? [...others, index] : others;
    const positions = after.map((at) => at + 1);
    await attempt(() => vote(person, poll.pollId, positions));
    // A vote that was refused is none, whatever the press has ticked.
    rereadChat();
  };
  return (
    <fieldset class="poll" disabled={poll.closed}>
      <legend>{poll.question}</legend>
      {poll.options.map(({ text, votes, own }, at) => (
        <label key={text} class="poll-option">
          <input
            name={`poll-${poll.pollId}`}
            type={poll.allowsSeveral ? "checkbox" : "radio"}
            checked={own}
            onChange={({ currentTarget }) => void choose(at, currentTarget.checked)}
          />
          <span class="poll-text">{text}</span>
          <span class="poll-votes">{w.votes(votes)}</span>
        </label>
      ))}
      {poll.closed && <p class="poll-closed">{w.pollClosed}</p>}
    </fieldset>
  );
}
