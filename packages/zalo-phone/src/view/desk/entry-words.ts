import { field, type JournalEntry } from "../../api/journal-entry.ts";
import { world } from "../../state/world.ts";

/** Fields that say most about an entry, in the order in which they are shown. */
const TELLING = [
  "method",
  "call",
  "state",
  "why",
  "act",
  "as",
  "icon",
  "what",
  "content",
  "text",
  "outcome",
  "status",
  "code",
  "by",
  "faulted",
] as const;

/** An entry in one line: who, and what matters of it. The kind itself stands before it. */
export function entryWords(entry: JournalEntry): string {
  const who = [entry["fromUid"], entry["byUid"], entry["uid"], entry["personId"], entry["botId"]].find(
    (id) => typeof id === "string",
  );
  const told = TELLING.map((name) => toldOf(entry, name)).filter((text) => text !== "");
  return [who === undefined ? "" : nameOf(String(who)), ...told].filter((text) => text !== "").join(" · ");
}

function toldOf(entry: JournalEntry, name: (typeof TELLING)[number]): string {
  const value = entry[name];
  if (entry.kind === "web-call" && entry["status"] === OK && entry["code"] === 0) {
    if (name === "status") return "ok";
    if (name === "code") return "";
  }
  if (name === "outcome" && typeof value === "object" && value !== null) return outcomeOf(value);
  if (name === "content" && value === "text") return "";
  const words = field(entry, name).replace(/\s+/g, " ");
  return words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words;
}

function outcomeOf(outcome: object): string {
  const { status, ok, errorCode, description } = outcome as Record<string, unknown>;
  if (ok === true) return "ok";
  return [status, errorCode, description].filter((part) => part !== undefined && part !== null).join(" ");
}

const OK = 200;

/** Characters of one field. */
const LONGEST = 90;

function nameOf(id: string): string {
  const known = world.value;
  const person = known?.people.find((one) => one.id === id || one.uid === id);
  return (person ?? known?.bots.find((one) => one.id === id))?.name ?? id;
}

/** Whether something went wrong in it. */
export function isTrouble(entry: JournalEntry): boolean {
  if (entry["faulted"] !== undefined) return true;
  if (/^(?:lost|dropped|unreachable|socket-refused)$/.test(entry.kind)) return true;
  const { outcome } = entry;
  if (typeof outcome === "object" && outcome !== null && "ok" in outcome && outcome.ok === false) {
    return !("errorCode" in outcome && outcome.errorCode === IDLE);
  }
  return entry.kind.startsWith("web-") && typeof entry["code"] === "number" && entry["code"] !== 0;
}

/** An idle poll ends with this, which is no trouble. */
const IDLE = 408;
