import { ChannelError, isAborted } from "../outcome/channel-error.ts";
import { clockFace } from "./local-time.ts";

/**
 * What keeps a message back.
 *
 * - `pace`: the account or the chat has sent enough in this minute, or the person would still be typing.
 * - `paused`: the platform asked the account to slow down.
 * - `strangers-paused`: several people who are not friends could not be written to.
 * - `person`: this one person could not be written to.
 * - `quiet-hours`: nothing goes out at this time of the day.
 * - `strangers-per-hour`, `strangers-per-day`: a cap is reached.
 * - `line-full`: too many messages wait already.
 */
export type HoldCause =
  | "pace"
  | "paused"
  | "strangers-paused"
  | "person"
  | "quiet-hours"
  | "strangers-per-hour"
  | "strangers-per-day"
  | "line-full";

export interface Hold {
  cause: HoldCause;
  /** When it may be over, in epoch milliseconds. */
  until: number;
  /** What the platform said, when that is the cause. */
  why?: string;
}

/** Whose message was held back, for the words. */
export interface HeldAccount {
  /** How errors name the account: `Zalo account "shop"`. */
  label: string;
  /** Where its settings stand: `channels.zalouser.accounts.shop`. */
  settingsPath: string;
  timeZone: string;
}

/**
 * A message was not sent because the account is being careful; nothing of it has left. `retryable` is false when
 * waiting a little will not help.
 */
export class HeldBack extends ChannelError {
  readonly hold: Hold;
  /** The message without the fix. */
  readonly reason: string;

  constructor(hold: Hold, account: HeldAccount, now: number) {
    const { label, settingsPath, timeZone } = account;
    const until = clockFace(hold.until, timeZone);
    const { what, fix } = WORDS[hold.cause]({ ...hold, until, settingsPath });
    const reason = `${label}: a message was held back, because ${what}.`;
    super("rate-limited", reason, {
      fix,
      retryAfterMs: Math.max(0, hold.until - now),
      retryable: hold.cause !== "strangers-per-day" && hold.cause !== "person",
    });
    this.name = "HeldBack";
    this.hold = hold;
    this.reason = reason;
  }
}

/** Whether a message was not sent because its account stops or is being careful, and so goes out later. */
export const isPutOff = (error: unknown): boolean => isAborted(error) || error instanceof HeldBack;

interface Facts {
  until: string;
  why?: string;
  settingsPath: string;
}

const WORDS: Record<HoldCause, (facts: Facts) => { what: string; fix: string }> = {
  pace: ({ settingsPath }) => ({
    what: "others go first at the pace that is set",
    fix: `Send it again in a while, or raise ${settingsPath}.pace.perMinute.`,
  }),
  paused: ({ until, why }) => ({
    what: `the platform wants less of this account (${why ?? "no reason given"}), so that it pauses until ${until}`,
    fix: "Leave the account alone until then; whoever goes on sending risks a ban.",
  }),
  "strangers-paused": ({ until, why }) => ({
    what: `several people who are not friends could not be written to (${why ?? "no reason given"}), so that nothing goes to such people until ${until}`,
    fix: "Make friends with people before writing to them; do not write to people who have not asked.",
  }),
  person: ({ until, why }) => ({
    what: `this person cannot be written to (${why ?? "no reason given"}), which is not tried again before ${until}`,
    fix: "Ask the person to add the account as a friend, or to allow messages from strangers.",
  }),
  "quiet-hours": ({ until, settingsPath }) => ({
    what: `it is quiet until ${until}`,
    fix: `To send at this hour, change ${settingsPath}.quietHours.`,
  }),
  "strangers-per-hour": ({ until, settingsPath }) => ({
    what: `enough new people who are not friends were written to in this hour; there is room again at ${until}`,
    fix: `Add people as friends, or raise ${settingsPath}.pace.strangersPerHour, which raises the risk of a ban.`,
  }),
  "strangers-per-day": ({ until, settingsPath }) => ({
    what: `today's messages to people who are not friends are used up until ${until}`,
    fix: `Add people as friends, or raise ${settingsPath}.pace.strangersPerDay, which raises the risk of a ban.`,
  }),
  "line-full": () => ({
    what: "too many messages wait already",
    fix: "Send less at once.",
  }),
};
