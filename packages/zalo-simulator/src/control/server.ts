import type { IncomingMessage, ServerResponse } from "node:http";
import { ZodError, z } from "zod";
import { deliver } from "../http/deliver.ts";
import { mediaType, readBody, UnreadableRequest } from "../http/read-body.ts";
import { WorldError } from "../world/world-error.ts";
import { deedRoutes } from "./deeds.ts";
import { faultRoutes } from "./faults.ts";
import { groupChangeRoutes } from "./group-changes.ts";
import { journalRoutes } from "./journal.ts";
import { mediaRoutes } from "./media.ts";
import { peopleRoutes } from "./people.ts";
import { personalRoutes } from "./personal.ts";
import { qrCodeRoutes } from "./qr-codes.ts";
import { type ControlParts, NotThere, type Route } from "./route.ts";
import { worldRoutes } from "./world.ts";

/** The simulator's own API, as JSON under `/control/`: everything the library can do, for other processes. */
export class ControlApi {
  readonly #routes: readonly Route[];

  constructor(parts: ControlParts) {
    this.#routes = [
      ...worldRoutes(parts),
      ...mediaRoutes(parts),
      ...peopleRoutes(parts),
      ...deedRoutes(parts),
      ...groupChangeRoutes(parts),
      ...personalRoutes(parts),
      ...qrCodeRoutes(parts),
      ...journalRoutes(parts),
      ...faultRoutes(parts),
    ];
  }

  owns(pathname: string): boolean {
    return pathname.startsWith("/control/");
  }

  async handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const { status, body } = await this.#answer(request, url);
    const headers = { "content-type": "application/json; charset=utf-8" };
    deliver(response, { kind: "answer", http: { status, headers, body: JSON.stringify(body) } });
  }

  async #answer(request: IncomingMessage, url: URL): Promise<{ status: number; body: unknown }> {
    // A web page of somebody else's must not steer the simulator through the user's browser.
    if (!isLocal(request.headers.host)) return failed(403, "The control API is for this machine only.");
    try {
      for (const route of this.#routes) {
        const ids = route.path.exec(url.pathname);
        if (ids === null || route.verb !== request.method) continue;
        const body = await readJson(request);
        return {
          status: 200,
          body: await route.run({ ids: ids.slice(1), query: url.searchParams, body }),
        };
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
}

const failed = (status: number, error: string) => ({ status, body: { error } });

const isLocal = (host: string | undefined): boolean => /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host ?? "");

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
