import type { ChannelStatusIssue } from "openclaw/plugin-sdk/channel-contract";
import type { InboxFacts } from "./inbox-facts.ts";
import type { SharedSessionFinding } from "./shared-session.ts";
import type { ReportedFacts } from "./status-reporter.ts";

/** A message that has waited for longer shows that something holds its account up, in milliseconds. */
const WAITS_LONG_MS = 10 * 60 * 1_000;

/** One thing that an operator should know or mend, and what to do. */
export type Remark = Pick<ChannelStatusIssue, "kind" | "message" | "fix">;

/** As much of an account's status as is the same on every channel. */
export interface CommonFacts extends ReportedFacts {
  inbox?: InboxFacts;
  sharedSession?: SharedSessionFinding;
}

/** The commands that mend an account, as an operator types them. */
export interface Commands {
  deadLetters: string;
  logs: string;
}

/** What the accounts of a channel have to be told about, in order; nothing of those that are switched off. */
export function issuesOf<Account extends { accountId: string; enabled?: boolean | undefined }>(
  channel: string,
  accounts: readonly Account[],
  remarksOn: (account: Account) => readonly Remark[],
): ChannelStatusIssue[] {
  return accounts
    .filter(({ enabled }) => enabled !== false)
    .flatMap((account) =>
      remarksOn(account).map((remark) => ({ channel, accountId: account.accountId, ...remark })),
    );
}

/** What every channel's accounts may have wrong with them. `now` is in milliseconds since the Unix epoch. */
export function commonRemarks(facts: CommonFacts, commands: Commands, now: number): Remark[] {
  const { mediaMissing, sharedSession } = facts;
  return [
    ...inboxRemarks(facts, commands, now),
    ...doubts(facts, commands),
    ...(mediaMissing === undefined
      ? []
      : [{ kind: "runtime" as const, message: `An answer went out without a file. ${mediaMissing}` }]),
    ...(sharedSession === undefined ? [] : [{ kind: "config" as const, ...sharedSession }]),
  ];
}

/** Why a blocked account waits. The gateway repeats the error itself and advises a restart, which is not needed. */
export function blockedRemark({ code, fix }: NonNullable<ReportedFacts["blocked"]>): Remark {
  return {
    kind: code === "unauthorized" ? "auth" : "config",
    message: "The account waits until this is mended, and then starts by itself.",
    ...(fix === undefined ? {} : { fix }),
  };
}

/** The gateway hands a snapshot back with no type for the probe. */
export function failedProbe(probe: unknown): probe is { ok: false; error: string } {
  return (
    typeof probe === "object" && probe !== null && "ok" in probe && probe.ok === false && "error" in probe
  );
}

function inboxRemarks({ inbox }: CommonFacts, { deadLetters, logs }: Commands, now: number): Remark[] {
  if (inbox === undefined) return [];
  if ("error" in inbox) return [{ kind: "runtime", message: inbox.error }];
  const remarks: Remark[] = [];
  if (inbox.deadLetters > 0) {
    remarks.push({
      kind: "runtime",
      message: `${inbox.deadLetters} message(s) could not be answered and were given up.`,
      fix: `Look at them, then retry or drop them: ${deadLetters}`,
    });
  }
  if (inbox.waitingSince !== undefined && now - inbox.waitingSince > WAITS_LONG_MS) {
    remarks.push({
      kind: "runtime",
      message: `${inbox.waiting} message(s) wait to be answered, the oldest for ${span(now - inbox.waitingSince)}.`,
      fix: `The log says what holds them up: ${logs}`,
    });
  }
  return remarks;
}

function doubts({ unconfirmedSends, possibleDoubles }: CommonFacts, { logs }: Commands): Remark[] {
  const counted: [number | undefined, string][] = [
    [unconfirmedSends, "may not have arrived"],
    [possibleDoubles, "may have arrived twice"],
  ];
  return counted.flatMap(([count, what]): Remark[] =>
    count === undefined
      ? []
      : [
          {
            kind: "runtime",
            message: `${count} message(s) ${what}, because Zalo's answer was cut off.`,
            fix: `The log names the chats: ${logs}`,
          },
        ],
  );
}

const UNITS = [
  [24 * 60 * 60 * 1_000, "d"],
  [60 * 60 * 1_000, "h"],
  [60 * 1_000, "min"],
] as const;

/** A length of time as a person would say it, rounded down: `25 min`. */
export function span(ms: number): string {
  const unit = UNITS.find(([size]) => ms >= size);
  return unit === undefined
    ? `${Math.max(0, Math.floor(ms / 1_000))} s`
    : `${Math.floor(ms / unit[0])} ${unit[1]}`;
}
