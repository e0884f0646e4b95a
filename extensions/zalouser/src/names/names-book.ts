import type { Ledger } from "channel-kit/inbox/ledger";
import { z } from "zod";
import type { NameFinding, NamePin } from "./resolve-names.ts";

const KEY = "names";

const Kind = z.enum(["person", "group"]);
const Record = z.object({
  pins: z.array(z.object({ kind: Kind, key: z.string(), id: z.string() })),
  findings: z.array(
    z.object({
      list: z.string(),
      entry: z.string(),
      kind: Kind,
      why: z.enum(["unknown", "ambiguous", "vanished", "wrong-kind", "not-asked"]),
      candidates: z.array(z.object({ id: z.string(), name: z.string().exactOptional() })),
    }),
  ),
});

/** What is on durable storage about the names in an account's lists. */
export interface NamesRecord {
  pins: readonly NamePin[];
  /** As of the account's last start. */
  findings: readonly NameFinding[];
}

/** Undefined when the account has never been started with names in its lists. */
export async function readNames(ledger: Ledger): Promise<NamesRecord | undefined> {
  const stored = await ledger.get(KEY);
  return stored === undefined ? undefined : Record.parse(stored.value);
}

export async function writeNames(ledger: Ledger, record: NamesRecord): Promise<void> {
  await ledger.put(KEY, record);
}
