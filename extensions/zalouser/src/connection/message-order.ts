/** As much of a message as its place among others is told by. */
export interface Placed {
  msgId: string;
  /** Milliseconds since the epoch, in digits. */
  ts: string;
}

/** Orders messages by when Zalo took them, and those of one millisecond by their ids, which Zalo counts up. */
export function byTime(left: Placed, right: Placed): number {
  return compareDigits(left.ts, right.ts) || compareDigits(left.msgId, right.msgId);
}

/** Compares numbers of any length that are written in digits; what is no number comes first. */
export function compareDigits(left: string, right: string): number {
  const [one, other] = [significant(left), significant(right)];
  if (one.length !== other.length) return one.length - other.length;
  return one < other ? -1 : one > other ? 1 : 0;
}

const significant = (digits: string): string => (/^\d+$/.test(digits) ? digits.replace(/^0+/, "") : "");
