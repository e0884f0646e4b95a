import type { AccountFacts, Yielded } from "./account-status.ts";

const WHY: Readonly<Record<Yielded, string>> = {
  duplicate: "Zalo was opened in a browser or on a computer with this account",
  kicked: "somebody logged in to this account elsewhere",
};

/** Why an account does not receive although nothing is broken. */
export function yieldedText({ to, until }: NonNullable<AccountFacts["yielded"]>): string {
  return `${WHY[to]}, and Zalo lets one of the two stay. The account comes back at ${new Date(until).toISOString()}.`;
}
