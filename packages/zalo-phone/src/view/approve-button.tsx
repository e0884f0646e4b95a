import { type Approvable, approvalOf, approve } from "../state/approvals.ts";
import { now } from "../state/desk.ts";
import { words } from "../state/preferences.ts";
import { Icon } from "./icon.tsx";

interface Props {
  what: Approvable;
  /** Who is to be let in, where that is not said right beside it. */
  whom?: string;
}

/** Lets somebody in. The command behind it takes its time, so the button says for how long already. */
export function ApproveButton({ what, whom }: Props) {
  const w = words.value;
  const approval = approvalOf(what);
  const since = approval !== undefined && "since" in approval ? approval.since : undefined;
  const seconds = since === undefined ? 0 : Math.max(0, Math.floor((now.value - since) / 1_000));
  const label = since === undefined ? w.approve : w.approving(seconds);
  return (
    <button
      type="button"
      class="small strong"
      disabled={since !== undefined}
      aria-busy={since !== undefined}
      {...(whom === undefined ? {} : { "aria-label": `${label}: ${whom}` })}
      onClick={() => void approve(what)}
    >
      <Icon name={since === undefined ? "check" : "clock"} />
      {label}
    </button>
  );
}

/** What the command said when it failed, until it is tried again. */
export function ApprovalTrouble({ what }: { what: Approvable }) {
  const approval = approvalOf(what);
  return (
    <div role="alert">
      {approval !== undefined && "failed" in approval && <p class="said-no">{approval.failed}</p>}
    </div>
  );
}
