import { signal } from "@preact/signals";
import type { DeskAnswer } from "zalo-simulator/page/desk";
import { act } from "../api/ask.ts";
import { now, readDesk } from "./desk.ts";
import { tell } from "./notices.ts";
import { words } from "./preferences.ts";

/** A code that somebody was told, and whose it is to be approved. */
export interface Approvable {
  readonly channel: string;
  readonly code: string;
  /** Missing for the channel's default account. */
  readonly account?: string | undefined;
}

/** How far it has come: since when the command runs, or what it said when it failed. */
export type Approval = { readonly since: number } | { readonly failed: string };

/** By channel and code; what was never asked for, or went well, is not in it. */
const approvals = signal<ReadonlyMap<string, Approval>>(new Map());

const keyOf = ({ channel, code }: Approvable): string => `${channel} ${code}`;

export const approvalOf = (one: Approvable): Approval | undefined => approvals.value.get(keyOf(one));

/** Whether any command is under way, so that time is to be shown. */
export const isApproving = (): boolean => [...approvals.value.values()].some((one) => "since" in one);

/** The command starts a whole program, which on a busy machine takes its time. */
const DEADLINE_MS = 120_000;

/** Approves a code as its owner would, once however often it is asked for, and tells what the command said. */
export async function approve(one: Approvable): Promise<void> {
  const before = approvalOf(one);
  if (before !== undefined && "since" in before) return;
  now.value = Date.now();
  note(one, { since: now.value });
  try {
    const { channel, code, account } = one;
    const body = { channel, code, ...(account === undefined ? {} : { account }) };
    const { ok, said } = await act<DeskAnswer>("POST", "/page/desk/approve", body, DEADLINE_MS);
    if (ok) {
      // It stays under way until nobody waits any more.
      await readDesk();
      tell(said);
    }
    note(one, ok ? undefined : { failed: said });
  } catch (error) {
    note(one, { failed: words.value.failed(error instanceof Error ? error.message : String(error)) });
  }
}

function note(one: Approvable, approval: Approval | undefined): void {
  const next = new Map(approvals.value);
  if (approval === undefined) next.delete(keyOf(one));
  else next.set(keyOf(one), approval);
  approvals.value = next;
}
