import type { Thread } from "./session/port.ts";

/** What people write before an id and we take off. */
export const ID_PREFIXES: readonly string[] = ["zalouser:", "zlu:"];

/** What may follow: the gateway and other tools write which kind of chat is meant. */
const KIND_PREFIX = /^(user|u|dm|group|g)[:-]/i;
const KIND_BEFORE_NAME = /^(user|dm|group):/i;
const GROUP_KINDS: ReadonlySet<string> = new Set(["group", "g"]);

/** User and group ids are plain digits, 15 to 20 of them on the live service; shorter ones in older material. */
const ID_FORM = /^\d{5,24}$/;

/** The chat that a target means, or undefined when it cannot be an id. Without a word on it, a person is meant. */
export function parseTarget(raw: string): Thread | undefined {
  const { kind = "direct", rest } = splitTarget(raw);
  return ID_FORM.test(rest) ? { kind, id: rest } : undefined;
}

/** A target without what stands before the id, and the kind of chat when that was said. */
export function splitTarget(raw: string): { kind?: Thread["kind"]; rest: string } {
  const bare = withoutChannel(raw);
  const said = KIND_PREFIX.exec(bare);
  if (said === null) return { rest: bare };
  const kind = GROUP_KINDS.has(said[1]?.toLowerCase() ?? "") ? "group" : "direct";
  return { kind, rest: bare.slice(said[0].length).trim() };
}

/** A name without what stands before it. Here a kind is a whole word with a colon: `G-Dragon` is a name. */
export function splitName(raw: string): { kind?: Thread["kind"]; rest: string } {
  const bare = withoutChannel(raw);
  const said = KIND_BEFORE_NAME.exec(bare);
  if (said === null) return { rest: bare };
  const kind = said[1]?.toLowerCase() === "group" ? "group" : "direct";
  return { kind, rest: bare.slice(said[0].length).trim() };
}

/** What was typed without the channel's name before it. */
function withoutChannel(raw: string): string {
  const bare = raw.trim();
  const prefix = ID_PREFIXES.find((one) => bare.toLowerCase().startsWith(one));
  return prefix === undefined ? bare : bare.slice(prefix.length).trim();
}

/** The one way in which a chat is written as a target: `group:<id>` or the bare id of a person. */
export const formatTarget = ({ kind, id }: Thread): string => (kind === "group" ? `group:${id}` : id);

/** An entry of a list as it is compared: the id as a target, or what was typed when that is no id. */
export function canonicalEntry(entry: string): string {
  const thread = parseTarget(entry);
  return thread === undefined ? entry.trim() : formatTarget(thread);
}
