import { desk } from "../../state/desk.ts";
import { attempt, tell } from "../../state/notices.ts";
import { words } from "../../state/preferences.ts";
import type { PairingCode } from "../../text/pairing-code.ts";
import { ApprovalTrouble, ApproveButton } from "../approve-button.tsx";
import { Icon } from "../icon.tsx";

/** Copies, where the browser lets a page do that. */
export const copy = (text: string): Promise<boolean> =>
  attempt(async () => {
    await navigator.clipboard.writeText(text);
    tell(words.value.copied);
  });

/** Under a message that holds a pairing code: what one can do with it. */
export function PairingCard({ pairing }: { pairing: PairingCode }) {
  const w = words.value;
  const { channel, code, command } = pairing;
  const waits = desk.value?.gateway?.pairings.some((one) => one.channel === channel && one.code === code);
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
        {waits && <ApproveButton what={pairing} />}
      </div>
      {waits && <ApprovalTrouble what={pairing} />}
    </fieldset>
  );
}
