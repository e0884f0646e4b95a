/** What people write before an id and we take off. */
export const ID_PREFIXES: readonly string[] = ["zalo:", "zl:"];

/** Kinds that may follow the channel's prefix, as the gateway writes targets: `zalo:user:…`. */
const KIND_PREFIX = /^(?:user|group|chat|dm):/i;

/** Ids seen on the live API: 20 hex for people, `zgr-` + 20 hex for groups; digits in older material. */
const ID_FORM = /^(?:zgr-)?[0-9a-f]{20}$|^\d{5,24}$/;

/** The bare id of a target in any form people write it, or undefined when it cannot be an id. */
export function parseTarget(raw: string): string | undefined {
  let id = raw.trim();
  for (const prefix of ID_PREFIXES) {
    if (id.toLowerCase().startsWith(prefix)) id = id.slice(prefix.length);
  }
  id = id.replace(KIND_PREFIX, "").trim().toLowerCase();
  return ID_FORM.test(id) ? id : undefined;
}

/** True for a group chat's id. */
export const isGroupId = (id: string): boolean => id.startsWith("zgr-");
