import { z } from "zod";
import type { GroupEntry } from "./settings.ts";

/** A list of ids as operators write them; bare digits may stand without quotes. */
export const Ids = z.array(z.union([z.string(), z.number()]));

const GroupTools = z.strictObject({
  allow: z.array(z.string()).optional(),
  alsoAllow: z.array(z.string()).optional(),
  deny: z.array(z.string()).optional(),
});

/** One entry of `groups`; see `GroupEntry` for what each field means. */
export const Group = z.strictObject({
  enabled: z.boolean().optional(),
  allow: z.boolean().optional(),
  requireMention: z.boolean().optional(),
  allowFrom: Ids.optional(),
  tools: GroupTools.optional(),
  systemPrompt: z.string().optional(),
});

/** The settings that say who may use the agent where. */
export const policyShape = {
  dmPolicy: z.enum(["pairing", "allowlist", "open", "disabled"]).optional(),
  allowFrom: Ids.optional(),
  groupPolicy: z.enum(["open", "allowlist", "disabled"]).optional(),
  groupAllowFrom: Ids.optional(),
  groups: z.record(z.string(), Group).optional(),
};

/** What an operator wrote of these, in one part of a channel's section. */
export type AccessSettings = z.infer<z.ZodObject<typeof policyShape>>;

/** `open` lets everybody in, so it has to be said twice: true when it was said only once. */
export function isOpenByHalf({
  dmPolicy,
  allowFrom = [],
}: {
  dmPolicy?: string | undefined;
  allowFrom?: z.infer<typeof Ids> | undefined;
}): boolean {
  return dmPolicy === "open" && !allowFrom.some((entry) => String(entry).trim() === "*");
}

/** Adds to the schema's complaints that `channels.<…>` at `where` is open by half. */
export function requireWildcard(
  settings: Parameters<typeof isOpenByHalf>[0],
  where: string,
  path: string[],
  context: z.RefinementCtx,
): void {
  if (!isOpenByHalf(settings)) return;
  context.addIssue({
    code: "custom",
    path: [...path, "allowFrom"],
    message: `${where}: dmPolicy "open" lets anybody write to the agent and needs "*" in ${where}.allowFrom. Add "*", or choose "pairing" or "allowlist".`,
  });
}

/** The ids of a list, all as text. */
export const texts = (list: z.infer<typeof Ids> | undefined): string[] => (list ?? []).map(String);

/** The entries of `groups` as the policy engine wants them. */
export function groupEntries(
  groups: Readonly<Record<string, z.infer<typeof Group>>> | undefined,
): Record<string, GroupEntry> {
  return Object.fromEntries(Object.entries(groups ?? {}).map(([id, group]) => [id, groupEntry(group)]));
}

function groupEntry({ allowFrom, ...group }: z.infer<typeof Group>): GroupEntry {
  const entry = { ...group, ...(allowFrom === undefined ? {} : { allowFrom: texts(allowFrom) }) };
  // Optional fields come from the schema as `undefined`; the policy engine wants them absent.
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined)) as GroupEntry;
}
