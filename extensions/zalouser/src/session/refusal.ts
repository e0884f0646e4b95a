import {
  ChannelError,
  type ChannelErrorCode,
  type ChannelErrorDetails,
} from "channel-kit/outcome/channel-error";

/**
 * What kind of no Zalo said, as far as it tells how to behave from now on.
 *
 * - `too-fast`: -69 ("retry limit") or HTTP 429; everything of this account has to slow down.
 * - `not-receiving`: 123 ("cannot receive messages from you"): this person does not get what we write, because they
 *   do not want it or because the account has written to too many strangers. Asking again makes a ban likelier.
 * - `no-relation`: 114: something in the request is wrong; seen when writing to people whom the account has no tie to.
 * - `too-long`: 118.
 * - `session-ended`: 102 or 600: only a new login helps.
 * - `other`: any other code.
 */
export type ZaloRefusal =
  | "too-fast"
  | "not-receiving"
  | "no-relation"
  | "too-long"
  | "session-ended"
  | "other";

/** Thrown when Zalo has answered and said no, so that nothing was done. */
export class ZaloRefused extends ChannelError {
  readonly refusal: ZaloRefusal;
  /** Zalo's own number for it, or the HTTP status 429. */
  readonly zaloCode: number;

  constructor(zaloCode: number, message: string, details: ChannelErrorDetails = {}) {
    const refusal = REFUSALS.get(zaloCode) ?? "other";
    super(CODES[refusal], message, details);
    this.refusal = refusal;
    this.zaloCode = zaloCode;
  }
}

/** What Zalo refused with, when that is why the error came about. */
export function refusalOf(error: unknown): ZaloRefusal | undefined {
  return error instanceof ZaloRefused ? error.refusal : undefined;
}

/** The codes are known from what users of the web protocol have reported; Zalo documents none. */
const REFUSALS: ReadonlyMap<number, ZaloRefusal> = new Map([
  [-69, "too-fast"],
  [429, "too-fast"],
  [123, "not-receiving"],
  [114, "no-relation"],
  [118, "too-long"],
  [102, "session-ended"],
  [600, "session-ended"],
]);

const CODES: Readonly<Record<ZaloRefusal, ChannelErrorCode>> = {
  "too-fast": "rate-limited",
  "not-receiving": "rejected",
  "no-relation": "rejected",
  "too-long": "rejected",
  "session-ended": "unauthorized",
  other: "rejected",
};
