import { updatesOf } from "../read-poll.ts";

/** Zalo's events are three levels deep; what is much deeper was made to break whoever reads it. */
const DEEPEST = 64;

/**
 * The events of a webhook's body: `{event_name, message}` as it was captured live, or the same inside
 * `{ok, result}` as it is documented. Undefined when it is no JSON, or JSON that no honest sender writes.
 */
export function readEvents(text: string): readonly unknown[] | undefined {
  if (depthOf(text) > DEEPEST) return undefined;
  try {
    const body: unknown = JSON.parse(text);
    const isWrapped =
      typeof body === "object" && body !== null && "result" in body && !("event_name" in body);
    return updatesOf(isWrapped ? body.result : body);
  } catch {
    return undefined;
  }
}

/** How deep lists and objects are nested, without making any of them. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inText = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (inText) {
      if (sign === "\\") at += 1;
      else if (sign === '"') inText = false;
    } else if (sign === '"') inText = true;
    else if (sign === "[" || sign === "{") deepest = Math.max(deepest, ++depth);
    else if (sign === "]" || sign === "}") depth -= 1;
  }
  return deepest;
}
