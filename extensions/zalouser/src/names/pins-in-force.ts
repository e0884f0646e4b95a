import type { PolicySettings } from "channel-kit/policy/settings";
import { type NamePin, resolveNames } from "./resolve-names.ts";

/** What the names of each account of this process stand for, as of its last start. */
const inForce = new Map<string, readonly NamePin[]>();

export function notePins(accountId: string, pins: readonly NamePin[]): void {
  inForce.set(accountId, pins);
}

/** Settings with ids for the names that are known, for whoever asks for them without being able to wait. */
export const withKnownNames = (accountId: string, policy: PolicySettings): PolicySettings =>
  resolveNames(policy, { friends: undefined, groups: undefined, pins: inForce.get(accountId) ?? [] }).policy;
