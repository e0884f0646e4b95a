import type { IncomingMessage } from "node:http";
import { mediaType, readBody } from "../http/read-body.ts";
import type { Params } from "./method-call.ts";

/**
 * The parameters of a call: query string, then body, which wins. Returns undefined for JSON that is none.
 * Multipart bodies are left unread, as Zalo was seen to do: their fields count as empty.
 */
export async function readParams(
  request: IncomingMessage,
  query: URLSearchParams,
): Promise<Params | undefined> {
  const fromQuery = Object.fromEntries(query);
  const body = await readBody(request);
  if (request.method !== "POST" || body === "") return fromQuery;
  switch (mediaType(request)) {
    case "application/json": {
      const fromBody = jsonObject(body);
      return fromBody === undefined ? undefined : { ...fromQuery, ...fromBody };
    }
    case "application/x-www-form-urlencoded":
      return { ...fromQuery, ...Object.fromEntries(new URLSearchParams(body)) };
    default:
      return fromQuery;
  }
}

function jsonObject(body: string): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)
      ? { ...parsed }
      : undefined;
  } catch {
    return undefined;
  }
}
