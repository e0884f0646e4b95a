import { systemClock } from "channel-kit/time/clock";
import type { ChannelStatusIssue } from "openclaw/plugin-sdk/channel-contract";
import { deadLettersCommand, LOGS_COMMAND } from "../mend.ts";
import type { ZaloProbe } from "./probe.ts";
import type { ZaloSnapshot } from "./snapshot.ts";
import { trialFix, trialMessage } from "./webhook-trial.ts";

/** A message that has waited for longer shows that something holds its account up, in milliseconds. */
const WAITS_LONG_MS = 10 * 60 * 1_000;

type Remark = Pick<ChannelStatusIssue, "kind" | "message" | "fix">;

/** What an operator should know or mend, each with what to do. `now` is in milliseconds since the Unix epoch. */
export function statusIssues(
  accounts: readonly ZaloSnapshot[],
  now = systemClock.now(),
): ChannelStatusIssue[] {
  return accounts
    .filter((account) => account.enabled !== false)
    .flatMap((account) =>
      [
        ...stateOf(account),
        ...webhookOf(account),
        ...quotaOf(account, now),
        ...inboxOf(account, now),
        ...doubtsOf(account),
        ...mediaMissingOf(account),
        ...sharedSessionOf(account),
        ...groupsOf(account),
      ].map((remark): ChannelStatusIssue => ({ channel: "zalo", accountId: account.accountId, ...remark })),
    );
}

function stateOf({ blocked, lastError, probe, tokenStatus }: ZaloSnapshot): Remark[] {
  if (blocked) {
    // The gateway repeats the error itself and advises a restart, which is not needed.
    const kind = blocked.code === "unauthorized" ? "auth" : "config";
    const message = "The account waits until this is mended, and then starts by itself.";
    return [{ kind, message, ...(blocked.fix === undefined ? {} : { fix: blocked.fix }) }];
  }
  if (lastError) return [{ kind: tokenStatus === "available" ? "runtime" : "config", message: lastError }];
  return failedProbe(probe) ? [{ kind: "runtime", message: probe.error }] : [];
}

/** The gateway hands a snapshot back with no type for the probe. */
function failedProbe(probe: unknown): probe is { ok: false; error: string } {
  return (
    typeof probe === "object" && probe !== null && "ok" in probe && probe.ok === false && "error" in probe
  );
}

/** What a probe has just found says more than the trial at registration. */
function webhookOf({ probe, webhookTrial }: ZaloSnapshot): Remark[] {
  const probed = probe as ZaloProbe | undefined;
  const trial = (probed?.ok === true ? probed.webhook : undefined) ?? webhookTrial;
  if (trial === undefined || trial === null || trial === "reached") return [];
  return [{ kind: "runtime", message: trialMessage(trial), fix: trialFix(trial) }];
}

function quotaOf({ quota }: ZaloSnapshot, now: number): Remark[] {
  if (quota === undefined) return [];
  return [
    {
      kind: "runtime",
      message: `Zalo has refused to send for ${span(now - quota.since)} (429, last ${span(now - quota.lastSeenAt)} ago): the plan's message quota may be used up. Answers wait and are tried again for six hours.`,
      fix: "See the bot's plan in Zalo Bot Creator; this line goes with the next message that Zalo accepts.",
    },
  ];
}

function inboxOf({ inbox, accountId }: ZaloSnapshot, now: number): Remark[] {
  if (inbox === undefined) return [];
  if ("error" in inbox) return [{ kind: "runtime", message: inbox.error }];
  const remarks: Remark[] = [];
  if (inbox.deadLetters > 0) {
    remarks.push({
      kind: "runtime",
      message: `${inbox.deadLetters} message(s) could not be answered and were given up.`,
      fix: `Look at them, then retry or drop them: ${deadLettersCommand(accountId)}`,
    });
  }
  if (inbox.waitingSince !== undefined && now - inbox.waitingSince > WAITS_LONG_MS) {
    remarks.push({
      kind: "runtime",
      message: `${inbox.waiting} message(s) wait to be answered, the oldest for ${span(now - inbox.waitingSince)}.`,
      fix: `The log says what holds them up: ${LOGS_COMMAND}`,
    });
  }
  return remarks;
}

function sharedSessionOf({ sharedSession }: ZaloSnapshot): Remark[] {
  return sharedSession === undefined ? [] : [{ kind: "config", ...sharedSession }];
}

function groupsOf({ groups }: ZaloSnapshot): Remark[] {
  return groups === undefined ? [] : [{ kind: "permissions", ...groups }];
}

function doubtsOf({ unconfirmedSends, possibleDoubles }: ZaloSnapshot): Remark[] {
  const doubts: [number | undefined, string][] = [
    [unconfirmedSends, "may not have arrived"],
    [possibleDoubles, "may have arrived twice"],
  ];
  return doubts.flatMap(([count, what]): Remark[] =>
    count === undefined
      ? []
      : [
          {
            kind: "runtime",
            message: `${count} message(s) ${what}, because Zalo's answer was cut off.`,
            fix: `The log names the chats: ${LOGS_COMMAND}`,
          },
        ],
  );
}

function mediaMissingOf({ mediaMissing }: ZaloSnapshot): Remark[] {
  if (mediaMissing === undefined) return [];
  return [{ kind: "runtime", message: `An answer went out without a file. ${mediaMissing}` }];
}

const UNITS = [
  [24 * 60 * 60 * 1_000, "d"],
  [60 * 60 * 1_000, "h"],
  [60 * 1_000, "min"],
] as const;

/** A length of time as a person would say it, rounded down: `25 min`. */
function span(ms: number): string {
  const unit = UNITS.find(([size]) => ms >= size);
  return unit === undefined
    ? `${Math.max(0, Math.floor(ms / 1_000))} s`
    : `${Math.floor(ms / unit[0])} ${unit[1]}`;
}
