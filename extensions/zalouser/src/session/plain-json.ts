import type { JsonObject, JsonValue } from "./port.ts";

/** No list or object of Zalo's is nested deeper by far; what is would exhaust the stack of whoever walks it. */
const MAX_DEPTH = 40;
const NUMBER = /^-?\d+$/;

type Reviver = (this: unknown, key: string, value: unknown, context: { source?: string }) => unknown;

/**
 * Reads JSON into plain values. Whole numbers that JavaScript would round become strings with all their digits, as
 * ids are that long, and keys that mean something to JavaScript itself are left out. Throws when it is no JSON.
 */
export function readPlainJson(text: string): JsonValue {
  // The type library does not know yet that the source of a value is handed over, as ES2025 has it.
  const parse = JSON.parse as (text: string, reviver: Reviver) => unknown;
  const value = parse(text, (_, at, { source }) => {
    if (typeof at !== "number" || Number.isSafeInteger(at) || source === undefined) return at;
    return NUMBER.test(source) ? source : at;
  });
  return plain(value, 0);
}

function plain(value: unknown, depth: number): JsonValue {
  if (depth > MAX_DEPTH) throw new Error("nested too deeply");
  if (Array.isArray(value)) return value.map((one) => plain(one, depth + 1));
  if (typeof value !== "object" || value === null) return value as JsonValue;
  const entries = Object.entries(value).filter(([key]) => key !== "__proto__" && key !== "constructor");
  return Object.fromEntries(entries.map(([key, one]) => [key, plain(one, depth + 1)]));
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The list under a key, or an empty one. */
export function listIn(object: JsonObject, key: string): readonly JsonValue[] {
  const value = object[key];
  return Array.isArray(value) ? value : [];
}

/** A name or a number as text; undefined when it is neither. */
export function textOf(value: JsonValue | undefined): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" ? String(value) : undefined;
}
