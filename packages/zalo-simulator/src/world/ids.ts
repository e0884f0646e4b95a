import { randomBytes, randomInt } from "node:crypto";

/** Makers of ids in the forms real Zalo uses: the only place where this simulator invents identity. */

/** A person as the Bot API names one: 20 lower-case hex characters. */
export const newPersonId = (): string => randomBytes(10).toString("hex");
/** A group as the Bot API names one: `zgr-` and 20 hex characters. */
export const newGroupId = (): string => `zgr-${randomBytes(10).toString("hex")}`;
/** A message: 20 hex characters. */
export const newMessageId = (): string => randomBytes(10).toString("hex");
/** A bot: 19 digits, the first one not zero. */
export const newBotId = (): string => `${randomInt(1, 10)}${digits(18)}`;
/** The part of a bot token behind the colon: 64 letters and digits. */
export const newTokenSecret = (): string =>
  Array.from({ length: 64 }, () => ALPHANUMERIC[randomInt(ALPHANUMERIC.length)]).join("");
/** The handle of a bot, as in `bot.VDKyGxQvc`. */
export const newAccountName = (): string =>
  `bot.${Array.from({ length: 9 }, () => ALPHANUMERIC[randomInt(52)]).join("")}`;

/** A person or a group as the personal side names one: 19 digits, so a number would be rounded. */
export const newUid = (): string => `${randomInt(1, 10)}${digits(18)}`;

export const isPersonId = (id: string): boolean => /^[0-9a-f]{20}$/.test(id);
export const isUid = (id: string): boolean => /^[1-9]\d{17,18}$/.test(id);

/** Letters first, so that the first 52 are letters only. */
const ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

const digits = (count: number): string => Array.from({ length: count }, () => randomInt(10)).join("");
