import type { IncomingMessage, ServerResponse } from "node:http";
import { deliver } from "../http/deliver.ts";
import { answerRoutes } from "./answer-routes.ts";
import { deedRoutes } from "./deeds.ts";
import { faultRoutes } from "./faults.ts";
import { groupChangeRoutes } from "./group-changes.ts";
import { journalRoutes } from "./journal.ts";
import { mediaRoutes } from "./media.ts";
import { peopleRoutes } from "./people.ts";
import { personalRoutes } from "./personal.ts";
import { qrCodeRoutes } from "./qr-codes.ts";
import type { ControlParts, Route } from "./route.ts";
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
    deliver(response, { kind: "answer", http: await answerRoutes(this.#routes, request, url) });
  }
}
