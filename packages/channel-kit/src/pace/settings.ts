/** How fast an account may speak, and to how many people who are not its friends. */
export interface PaceSettings {
  /** Messages of the account in any minute. */
  perMinute: number;
  /** Messages that may leave one right after the other before the account slows down to `perMinute`. */
  burst: number;
  /** Messages into one chat in any minute. */
  chatPerMinute: number;
  /** People who are not friends and have not been written to lately: so many of them in any hour. */
  strangersPerHour: number;
  /** Messages a day to people who are not friends. */
  strangersPerDay: number;
  /** Whether a message waits about as long as a person would need to begin typing it. */
  typing: boolean;
}

/** Times of the day at which an account keeps still. */
export interface QuietHours {
  /** Minutes since midnight; the first minute that is quiet. */
  from: number;
  /** Minutes since midnight; the first minute that is not. Before `from` when the night lies between them. */
  to: number;
  /** Whether people who wrote get their answers in the quiet hours, too. */
  answers: "send" | "hold";
}

/** The time zone in which days begin and quiet hours are meant unless the operator says otherwise. */
export const TIME_ZONE_DEFAULT = "Asia/Ho_Chi_Minh";

/**
 * Zalo publishes no limits. Its users report bans at about 100 strangers an hour, so that the default stays at a
 * seventh of it. A busy person at a keyboard sends a message every three seconds, in short runs.
 */
export const PACE_DEFAULTS: PaceSettings = {
  perMinute: 20,
  burst: 5,
  chatPerMinute: 12,
  strangersPerHour: 15,
  strangersPerDay: 100,
  typing: true,
};
