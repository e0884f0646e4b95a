/** How long the simulator, which is on the same machine, may take to answer. */
const DEADLINE_MS = 15_000;

/** The simulator refused, or could not be reached; the message is for people. */
export class Refused extends Error {
  override readonly name = "Refused";
}

/** Reads from the server that this page came from. */
export const read = <T>(path: string, signal?: AbortSignal): Promise<T> =>
  ask<T>("GET", path, undefined, signal);

/** Has the server do something. */
export const act = <T = unknown>(
  verb: "POST" | "PATCH" | "DELETE",
  path: string,
  body: object = {},
  deadlineMs = DEADLINE_MS,
): Promise<T> => ask<T>(verb, path, body, undefined, deadlineMs);

async function ask<T>(
  verb: string,
  path: string,
  body?: object,
  signal?: AbortSignal,
  deadlineMs = DEADLINE_MS,
): Promise<T> {
  const deadline = AbortSignal.timeout(deadlineMs);
  const response = await fetch(path, {
    method: verb,
    signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
    ...(body === undefined
      ? {}
      : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
  });
  const said: unknown = await response.json().catch(() => undefined);
  if (response.ok) return said as T;
  throw new Refused(reasonIn(said) ?? `${verb} ${path}: ${response.status}`);
}

function reasonIn(said: unknown): string | undefined {
  if (typeof said !== "object" || said === null || !("error" in said)) return undefined;
  return typeof said.error === "string" ? said.error : undefined;
}
