import type { Thread } from "./session/port.ts";

/** What people write before an id and we take off. */
export const ID_PREFIXES: readonly string[] = ["zalouser:", "zlu:"];

/** What may follow: the gateway and other tools write which kind of chat is meant. */
const KIND_PREFIX = /^(user|u|dm|group|g)[:-]/i;
const GROUP_KINDS: ReadonlySet<string> = new Set(["group", "g"]);

/** User and group ids are plain digits, 15 to 20 of them on the live service; shorter ones in older material. */
const ID_FORM = /^\d{5,24}$/;

/** The chat that a target means, or undefined when it cannot be an id. Without a word on it, a person is meant. */
export function parseTarget(raw: string): Thread | undefined {
  let rest = raw.trim();
  for (const prefix of ID_PREFIXES) {
    if (rest.toLowerCase().startsWith(prefix)) rest = rest.slice(prefix.length);
  }
  const kind = KIND_PREFIX.exec(rest);
  const id = rest.slice(kind?.[0].length ?? 0).trim();
  if (!ID_FORM.test(id)) return undefined;
  return { kind: GROUP_KINDS.has(kind?.[1]?.toLowerCase() ?? "") ? "group" : "direct", id };
}

/** The one way in which a chat is written as a target: `group:<id>` or the bare id of a person. */
export const formatTarget = ({ kind, id }: Thread): string => (kind === "group" ? `group:${id}` : id);
