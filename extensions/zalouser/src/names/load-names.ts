import type { Named } from "channel-kit/directory/find-named";
import { displayName } from "channel-kit/envelope/display-name";
import type { Ledger } from "channel-kit/inbox/ledger";
import type { PolicySettings } from "channel-kit/policy/settings";
import type { Profile, Session } from "../session/port.ts";
import { isName, type NamedKind } from "./list-entry.ts";
import { readNames, writeNames } from "./names-book.ts";
import { notePins } from "./pins-in-force.ts";
import { type NameFinding, resolveNames } from "./resolve-names.ts";
import { sayFinding } from "./say-finding.ts";

/** Time that Zalo has to list friends and groups, in milliseconds. */
const PATIENCE_MS = 20_000;

export interface LoadNamesOptions {
  accountId: string;
  /** As the operator wrote it. */
  policy: PolicySettings;
  session: Pick<Session, "friends" | "groups">;
  /** The account's own; holds what each name stands for. */
  ledger: Ledger;
  log: { info(message: string): void; warn(message: string): void };
  signal: AbortSignal;
  /** Milliseconds. */
  patienceMs?: number;
}

/** The policy that holds while the account runs. */
export interface NamesInForce {
  /** Ids in place of names: what the gate works with, here and at the gateway. */
  policy: PolicySettings;
  /** For the status: what matches nobody, and why. */
  findings: readonly NameFinding[];
  /** False when Zalo could not be asked; calling again later may resolve more. */
  isComplete: boolean;
}

/**
 * To be called when an account starts, before the first message is looked at. Asks Zalo only for what the lists
 * need, and never longer than its patience: names that were resolved at an earlier start hold without an answer,
 * the others match nobody until then. Rejects when the signal fires or the ledger cannot be used.
 */
export async function loadNames(options: LoadNamesOptions): Promise<NamesInForce> {
  const { policy, ledger, accountId, log } = options;
  const before = await readNames(ledger);
  const needs = namesIn(policy);
  const [friends, groups] = await Promise.all([
    needs.person
      ? ask(options, "friends", async (signal) => friendNames(await options.session.friends(signal)))
      : [],
    needs.group ? ask(options, "groups", async (signal) => await options.session.groups(signal)) : [],
  ]);
  const { pins, findings, resolved, ...result } = resolveNames(policy, {
    friends,
    groups,
    pins: before?.pins ?? [],
  });
  notePins(accountId, pins);
  const record = { pins, findings };
  if (JSON.stringify(record) !== JSON.stringify(before ?? { pins: [], findings: [] })) {
    await writeNames(ledger, record);
  }
  for (const { list, entry, id, name = "" } of resolved) {
    const now = displayName(name);
    log.info(
      `Zalo account "${accountId}": "${entry}" in ${list} means ${id}${now === undefined ? "" : ` (${now})`}.`,
    );
  }
  for (const finding of findings) {
    const { message, fix } = sayFinding(finding);
    log.warn(`Zalo account "${accountId}": ${message} ${fix}`);
  }
  return { policy: result.policy, findings, isComplete: friends !== undefined && groups !== undefined };
}

/** A friend is known by the own name and by the one that the account's owner gave. */
export const friendNames = (friends: readonly Profile[]): Named[] =>
  friends.flatMap(({ id, name, alias }) =>
    alias === undefined || alias === ""
      ? [{ id, name }]
      : [
          { id, name: alias },
          { id, name },
        ],
  );

function namesIn({ allowFrom, groupAllowFrom, groups }: PolicySettings): Record<NamedKind, boolean> {
  const inGroups = Object.values(groups).flatMap((group) => group.allowFrom ?? []);
  return {
    person: [...allowFrom, ...groupAllowFrom, ...inGroups].some((entry) => isName(entry, "person")),
    group: Object.keys(groups).some((key) => isName(key, "group")),
  };
}

/** Undefined when Zalo does not answer, or not in time. */
async function ask<Result>(
  { accountId, log, signal, patienceMs = PATIENCE_MS }: LoadNamesOptions,
  what: string,
  call: (signal: AbortSignal) => Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await call(AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]));
  } catch (error) {
    signal.throwIfAborted();
    const why = error instanceof Error ? error.message : String(error);
    log.warn(
      `Zalo account "${accountId}": its ${what} could not be listed, so names are not looked up. ${why}`,
    );
    return undefined;
  }
}
