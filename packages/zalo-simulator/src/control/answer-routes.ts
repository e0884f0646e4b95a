import type { IncomingMessage } from "node:http";
import { ZodError, z } from "zod";
import { json } from "../http/answers.ts";
import type { HttpAnswer } from "../http/deliver.ts";
import { mediaType, readBody, UnreadableRequest } from "../http/read-body.ts";
import { WorldError } from "../world/world-error.ts";
import { NotThere, type Route } from "./route.ts";

/** The JSON answer of the first route that fits; a refusal is `{ error: "<sentence>" }`. */
export async function answerRoutes(
  routes: readonly Route[],
  request: IncomingMessage,
  url: URL,
): Promise<HttpAnswer> {
  // A web page of somebody else's must not steer the simulator through the user's browser.
  if (!isLocal(request)) return failed(403, "The control API is for this machine only.");
  try {
    for (const route of routes) {
      const ids = route.path.exec(url.pathname);
      if (ids === null || route.verb !== request.method) continue;
      const body = await readJson(request);
      return json(200, await route.run({ ids: ids.slice(1), query: url.searchParams, body }));
    }
    return failed(404, `There is no ${request.method} ${url.pathname}.`);
  } catch (error) {
    if (error instanceof NotThere) return failed(404, error.message);
    if (error instanceof WorldError) return failed(400, error.message);
    if (error instanceof ZodError) return failed(400, z.prettifyError(error));
    if (error instanceof UnreadableRequest) return failed(error.status, error.message);
    throw error;
  }
}

const failed = (status: number, error: string) => json(status, { error });

/** Whether a request was made by a program on this machine, or by a page that came from it. */
export function isLocal({ headers: { host, origin } }: IncomingMessage): boolean {
  const local = /^(127\.0\.0\.1|localhost)(:\d+)?$/;
  return local.test(host ?? "") && (origin === undefined || local.test(origin.replace(/^http:\/\//, "")));
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const body = await readBody(request);
  if (body === "") return {};
  if (mediaType(request) !== "application/json") {
    throw new UnreadableRequest(415, "The control API reads application/json only.");
  }
  try {
    return JSON.parse(body);
  } catch {
    throw new UnreadableRequest(400, "The body is not JSON.");
  }
}
