import { ChannelError } from "channel-kit/outcome/channel-error";
import {
  PACE_DEFAULTS,
  type PaceSettings,
  type QuietHours,
  TIME_ZONE_DEFAULT,
} from "channel-kit/pace/settings";
import { z } from "zod";

/** A time of the day, such as `22:00`. */
const TimeOfDay = z.string().regex(/^(?:[01]?\d|2[0-3]):[0-5]\d$/);

/** How fast an account may speak; see `PaceSettings` for what each field means. */
const Pace = z.strictObject({
  perMinute: z.number().int().min(1).max(60).optional(),
  burst: z.number().int().min(1).max(20).optional(),
  chatPerMinute: z.number().int().min(1).max(60).optional(),
  // At about a hundred an hour accounts have been banned.
  strangersPerHour: z.number().int().min(0).max(90).optional(),
  strangersPerDay: z.number().int().min(0).max(2_000).optional(),
  typing: z.boolean().optional(),
});

const Quiet = z.strictObject({
  enabled: z.boolean().optional(),
  from: TimeOfDay,
  to: TimeOfDay,
  timeZone: z.string().optional(),
  answers: z.enum(["send", "hold"]).optional(),
});

/** The settings that keep an account from being banned. */
export const paceShape = { pace: Pace.optional(), quietHours: Quiet.optional() };

interface PaceConfig {
  pace?: z.infer<typeof Pace> | undefined;
  quietHours?: z.infer<typeof Quiet> | undefined;
}

/** How an account paces itself, in full. */
export interface AccountPace {
  pace: PaceSettings;
  /** Absent when it never keeps still. */
  quietHours?: QuietHours;
  /** In which its days begin and its quiet hours are meant; an IANA name. */
  timeZone: string;
}

/**
 * An account's own fields of `pace` laid over the root's, one by one; its `quietHours` take the place of the root's
 * as a whole. A time zone that nobody knows is a problem, and the account must not start with it: it would speak at
 * hours at which its owner wants it to be still.
 */
export function resolvePace(
  accountId: string,
  root: PaceConfig,
  own: PaceConfig | undefined,
  settingsPath: string,
): AccountPace & { problem?: ChannelError } {
  const set = Object.entries({ ...root.pace, ...own?.pace }).filter(([, value]) => value !== undefined);
  const pace: PaceSettings = { ...PACE_DEFAULTS, ...Object.fromEntries(set) };
  const quiet = own?.quietHours ?? root.quietHours;
  const timeZone = quiet?.timeZone ?? TIME_ZONE_DEFAULT;
  if (!isTimeZone(timeZone)) {
    const problem = new ChannelError(
      "misconfigured",
      `Zalo account "${accountId}": quietHours.timeZone "${timeZone}" is not the name of a time zone.`,
      { fix: `Set ${settingsPath}.quietHours.timeZone to a name such as "${TIME_ZONE_DEFAULT}".` },
    );
    return { pace, timeZone: TIME_ZONE_DEFAULT, problem };
  }
  if (quiet === undefined || quiet.enabled === false) return { pace, timeZone };
  const { from, to, answers = "send" } = quiet;
  const quietHours = { from: minutesOf(from), to: minutesOf(to), answers };
  // From a time to the same time is a whole day, which nobody means.
  return quietHours.from === quietHours.to ? { pace, timeZone } : { pace, timeZone, quietHours };
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
