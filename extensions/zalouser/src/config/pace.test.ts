import { PACE_DEFAULTS } from "channel-kit/pace/settings";
import { expect, test } from "vitest";
import { resolveAccount } from "./accounts.ts";
import { zalouserConfigSchema } from "./schema.ts";

const account = (zalouser: object, accountId = "shop") =>
  resolveAccount({ channels: { zalouser } }, accountId, {
    profile: undefined,
    apiUrl: undefined,
    credentialsKey: undefined,
  });
const accepts = (settings: object) => {
  return zalouserConfigSchema.runtime?.safeParse(settings).success;
};
const NIGHT = { from: "22:00", to: "7:30" };

test("nothing set is the safe pace, at any hour", () => {
  expect(account({})).toMatchObject({ pacing: { pace: PACE_DEFAULTS, timeZone: "Asia/Ho_Chi_Minh" } });
  expect(account({}).pacing).not.toHaveProperty("quietHours");
});

test("an account's own pace is laid over the root's field by field, its quiet hours as a whole", () => {
  const zalouser = {
    pace: { perMinute: 10, burst: 2 },
    quietHours: { ...NIGHT, timeZone: "Asia/Bangkok", answers: "hold" },
    accounts: { shop: { pace: { burst: 1 } }, clinic: { quietHours: { from: "12:00", to: "13:00" } } },
  };
  expect(account(zalouser).pacing).toEqual({
    pace: { ...PACE_DEFAULTS, perMinute: 10, burst: 1 },
    timeZone: "Asia/Bangkok",
    quietHours: { from: 22 * 60, to: 7 * 60 + 30, answers: "hold" },
  });
  expect(account(zalouser, "clinic").pacing).toMatchObject({
    timeZone: "Asia/Ho_Chi_Minh",
    quietHours: { from: 12 * 60, to: 13 * 60, answers: "send" },
  });
});

test("an account can do without the root's quiet hours", () => {
  const zalouser = { quietHours: NIGHT, accounts: { shop: { quietHours: { ...NIGHT, enabled: false } } } };
  expect(account(zalouser).pacing).not.toHaveProperty("quietHours");
});

test("a time zone that nobody knows keeps the account from starting, with the fix", () => {
  const { problem } = account({ quietHours: { ...NIGHT, timeZone: "Hà Nội" } });
  expect(problem).toMatchObject({ code: "misconfigured" });
  expect(problem?.message).toContain(
    'Set channels.zalouser.quietHours.timeZone to a name such as "Asia/Ho_Chi_Minh"',
  );
});

test("numbers that are asking for a ban, and times that are none, are refused", () => {
  expect(accepts({ pace: { strangersPerHour: 90 }, quietHours: NIGHT })).toBe(true);
  expect(accepts({ pace: { strangersPerHour: 100 } })).toBe(false);
  expect(accepts({ pace: { perMinute: 0 } })).toBe(false);
  expect(accepts({ quietHours: { from: "25:00", to: "07:00" } })).toBe(false);
  expect(accepts({ quietHours: { from: "22:00" } })).toBe(false);
});
