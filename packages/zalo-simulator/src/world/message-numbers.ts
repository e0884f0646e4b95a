import { randomInt } from "node:crypto";

/** Makes the message ids of the personal side: ascending numbers of 13 digits, with gaps as on a busy server. */
export class MessageNumbers {
  // Far from any clock, so that nobody mistakes an id for a time.
  #last = 7_000_000_000_000 + randomInt(1_000_000_000);

  next(): string {
    this.#last += randomInt(1, 10);
    return String(this.#last);
  }
}
