import type { IncomingMessage, ServerResponse } from "node:http";
import { answerRoutes, isLocal } from "../control/answer-routes.ts";
import type { ControlParts, Route } from "../control/route.ts";
import { json } from "../http/answers.ts";
import { deliver } from "../http/deliver.ts";
import { mediaType, readBytes, UnreadableRequest } from "../http/read-body.ts";
import type { Bell } from "../world/bell.ts";
import type { DeskParts } from "./desk-view.ts";
import { LiveFeed } from "./live-feed.ts";
import { BUILT_PAGE, pageFile, servePage } from "./page-files.ts";
import { pageRoutes } from "./routes.ts";

/** The largest file that a page may send, in bytes; Zalo's own limit for a photo is 10 MB. */
const LARGEST_FILE_BYTES = 25 * 1024 * 1024;

export interface PageParts extends ControlParts, DeskParts {
  /** Where the built page is; tests have their own. */
  folder?: string | undefined;
  /** Rings when faults or switches are other ones. */
  settings: Bell;
}

/** The phone in the browser: its files at `/`, what it reads under `/page/`. */
export class PageApi {
  readonly #parts: PageParts;
  readonly #routes: readonly Route[];
  readonly #live: LiveFeed;
  #stopWatching: () => void = () => undefined;

  constructor(parts: PageParts) {
    this.#parts = parts;
    this.#routes = pageRoutes(parts);
    this.#live = new LiveFeed(parts.journal, (listener) => {
      parts.settings.onRing(listener);
      this.#stopWatching = parts.desk?.onChange(listener) ?? this.#stopWatching;
    });
  }

  owns(pathname: string): boolean {
    return pathname.startsWith("/page/") || pageFile(pathname) !== undefined;
  }

  async handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const file = pageFile(url.pathname);
    const isLive = url.pathname === "/page/live";
    if (!isLocal(request)) {
      request.resume();
      response.writeHead(403, { "content-type": "text/plain" }).end("This page is for this machine only.");
    } else if (file !== undefined) {
      await servePage(response, this.#parts.folder ?? BUILT_PAGE, file);
    } else if (isLive) {
      this.#live.open(request, response, url);
    } else if (url.pathname === "/page/media" && request.method === "POST") {
      await this.#host(request, response, url);
    } else {
      deliver(response, { kind: "answer", http: await answerRoutes(this.#routes, request, url) });
    }
  }

  /** Stops listening to the operator's side. */
  close(): void {
    this.#stopWatching();
  }

  /** Takes a file as it is, which is half as much again shorter than in JSON. */
  async #host(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const answer = await this.#hosted(request, url).catch((error: unknown) => {
      if (error instanceof UnreadableRequest) return json(error.status, { error: error.message });
      throw error;
    });
    deliver(response, { kind: "answer", http: answer });
  }

  async #hosted(request: IncomingMessage, url: URL) {
    const bytes = await readBytes(request, LARGEST_FILE_BYTES);
    if (bytes.length === 0) throw new UnreadableRequest(400, "The file is empty.");
    const type = mediaType(request) || "application/octet-stream";
    const ending = /\.\w{1,8}$/.exec(url.searchParams.get("name") ?? "")?.[0] ?? "";
    return json(200, { url: this.#parts.media.host({ type, bytes }, ending), size: bytes.length });
  }
}
