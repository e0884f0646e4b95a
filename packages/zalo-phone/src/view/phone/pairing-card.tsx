import { useState } from "preact/hooks";
import type { DeskAnswer } from "zalo-simulator/page/desk";
import { act } from "../../api/ask.ts";
import { desk } from "../../state/desk.ts";
import { attempt, tell } from "../../state/notices.ts";
import { words } from "../../state/preferences.ts";
import type { PairingCode } from "../../text/pairing-code.ts";
import { Icon } from "../icon.tsx";

/** Copies, where the browser lets a page do that. */
export const copy = (text: string): Promise<boolean> =>
  attempt(async () => {
    await navigator.clipboard.writeText(text);
    tell(words.value.copied);
  });

/** Approves a code as its owner would, and tells what the owner's side said. */
export function approve(channel: string, code: string): Promise<boolean> {
  return attempt(async () => {
    const { ok, said } = await act<DeskAnswer>("POST", "/page/desk/approve", { channel, code });
    tell(said, !ok);
  });
}

/** Under a message that holds a pairing code: what one can do with it. */
export function PairingCard({ pairing }: { pairing: PairingCode }) {
  const [approving, setApproving] = useState(false);
  const w = words.value;
  const { channel, code, command } = pairing;
  const waits = desk.value?.gateway?.pairings.some((one) => one.channel === channel && one.code === code);
  const press = async () => {
    setApproving(true);
    await approve(channel, code);
    setApproving(false);
  };
  return (
    <fieldset class="pairing">
      <legend>{w.pairing}</legend>
      <code class="pairing-code">{code}</code>
      <div class="pairing-buttons">
        <button type="button" class="small" onClick={() => void copy(code)}>
          <Icon name="copy" />
          {w.copyCode}
        </button>
        <button type="button" class="small" onClick={() => void copy(command)}>
          <Icon name="copy" />
          {w.copyCommand}
        </button>
        {waits && (
          <button type="button" class="small strong" disabled={approving} onClick={() => void press()}>
            <Icon name="check" />
            {approving ? w.approving : w.approve}
          </button>
        )}
      </div>
    </fieldset>
  );
}
