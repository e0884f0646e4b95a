import type { JsonObject, JsonValue } from "../session/port.ts";

/** A value as an object: itself, or what it says in JSON. Undefined when it is neither. */
export function objectIn(value: JsonValue | undefined): JsonObject | undefined {
  if (typeof value === "string") return parsed(value);
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined;
}

function parsed(text: string): JsonObject | undefined {
  if (!text.trimStart().startsWith("{")) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as JsonObject)
      : undefined;
  } catch {
    return undefined;
  }
}

/** A field as text that says something: trimmed, a number in digits. Undefined when it says nothing. */
export function textOf(from: JsonObject | undefined, field: string): string | undefined {
  const value = from?.[field];
  const text = typeof value === "number" ? String(value) : typeof value === "string" ? value.trim() : "";
  return text === "" ? undefined : text;
}

/** The first of the fields that says something. */
export function firstText(from: JsonObject | undefined, ...fields: string[]): string | undefined {
  return fields.map((field) => textOf(from, field)).find((text) => text !== undefined);
}
