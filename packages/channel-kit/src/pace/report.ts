import type { HeldBackFact } from "./held-log.ts";
import { clockFace } from "./local-time.ts";

/** How an account's sending stands. Times are in epoch milliseconds. */
export interface PaceReport {
  timeZone: string;
  /** Messages to people who are not friends. */
  strangersToday: { count: number; cap: number };
  /** People who are not friends and were written to for the first time in long. */
  newStrangersThisHour: { count: number; cap: number };
  /** Messages that wait for their turn, whatever the cause. */
  waiting: number;
  heldBack: HeldBackFact[];
  /** People who are not written to for a while because they could not be. */
  peoplePaused: number;
  /** The platform wants less of the account. */
  paused?: PausedFact;
  /** Several people who are not friends could not be written to. */
  strangersPaused?: PausedFact;
}

export interface PausedFact {
  until: number;
  /** What the platform said. */
  why: string;
}

const CAUSES: Record<HeldBackFact["cause"], string> = {
  paused: "the account is paused",
  "strangers-paused": "people who are not friends could not be written to",
  person: "the person cannot be written to",
  "quiet-hours": "quiet hours",
  "strangers-per-hour": "pace.strangersPerHour is reached",
  "strangers-per-day": "pace.strangersPerDay is reached",
  "line-full": "too many messages wait",
};

/** What is held back and why, one line each; empty when nothing is. */
export function heldBackLines(report: PaceReport): string[] {
  const { timeZone, paused, strangersPaused, peoplePaused } = report;
  const face = (at: number) => clockFace(at, timeZone);
  const lines: string[] = [];
  if (paused !== undefined) lines.push(`sending is paused until ${face(paused.until)}: ${paused.why}`);
  if (strangersPaused !== undefined) {
    lines.push(
      `nothing goes to people who are not friends until ${face(strangersPaused.until)}: ${strangersPaused.why}`,
    );
  }
  for (const { cause, chats, until } of report.heldBack) {
    lines.push(
      `messages in ${chats} ${chats === 1 ? "chat" : "chats"} wait until ${face(until)}: ${CAUSES[cause]}`,
    );
  }
  if (peoplePaused > 0) lines.push(`${peoplePaused} people cannot be written to for now`);
  return lines;
}
