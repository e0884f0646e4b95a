import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Journal, JournalEntry } from "../world/journal.ts";
import type { LiveStart } from "./live.ts";

/** Readers at a time. A browser opens six connections to one server at most. */
const MOST_READERS = 32;

/** Entries that are told again to who comes back; who missed more reads anew. */
const REPLAYED_ENTRIES = 2000;

/** What may wait for a slow reader, in bytes, before it is told to read anew instead. */
const WAITING_BYTES = 1024 * 1024;

/** How often a comment is sent, so that nobody on the way takes the connection for dead. */
const HEARTBEAT_MS = 15_000;

/** How soon a browser comes back, in milliseconds. */
const RETRY_MS = 1000;

/** Tells pages in browsers what happens, as it happens. */
export class LiveFeed {
  readonly #journal: Journal;
  readonly #run = randomUUID();
  readonly #readers = new Set<Reader>();

  constructor(journal: Journal, onDeskChange: (listener: () => void) => void) {
    this.#journal = journal;
    journal.subscribe((entry) => {
      for (const reader of this.#readers) reader.tell(entry);
    });
    onDeskChange(() => {
      for (const reader of this.#readers) reader.send("desk", {});
    });
  }

  /** Answers `GET /page/live`; the answer ends with its reader or the simulator. */
  open(request: IncomingMessage, response: ServerResponse, url: URL): void {
    if (this.#readers.size >= MOST_READERS) {
      response.writeHead(503, { "content-type": "text/plain" }).end("Too many pages are open.");
      return;
    }
    response.writeHead(200, {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
    });
    response.write(`retry: ${RETRY_MS}\n\n`);
    const now = (): LiveStart => ({ nextSeq: this.#journal.nextSeq, run: this.#run });
    const reader = new Reader(response, now);
    reader.send("hello", now());
    const last = request.headers["last-event-id"] ?? url.searchParams.get("after");
    if (last !== null) this.#replay(reader, Number(last));
    this.#readers.add(reader);
    response.once("close", () => {
      this.#readers.delete(reader);
      reader.end();
    });
  }

  #replay(reader: Reader, last: number): void {
    const { nextSeq } = this.#journal;
    const oldest = this.#journal.entries[0]?.seq ?? nextSeq;
    // A page may also come back from a simulator that ran here before, whose numbers mean nothing now.
    const isKnown = Number.isInteger(last) && last + 1 >= oldest && last < nextSeq;
    if (!isKnown || nextSeq - last > REPLAYED_ENTRIES) reader.missed();
    else for (const entry of this.#journal.since(last + 1)) reader.tell(entry);
  }
}

/** One page that listens. */
class Reader {
  readonly #response: ServerResponse;
  readonly #now: () => LiveStart;
  readonly #heartbeat: NodeJS.Timeout;
  #isBehind = false;

  constructor(response: ServerResponse, now: () => LiveStart) {
    this.#response = response;
    this.#now = now;
    this.#heartbeat = setInterval(() => this.#write(":\n\n"), HEARTBEAT_MS);
    this.#heartbeat.unref();
    response.on("drain", () => {
      if (this.#isBehind) this.missed();
    });
  }

  tell(entry: JournalEntry): void {
    this.send("journal", entry, entry.seq);
  }

  /** Has the page read everything anew. */
  missed(): void {
    this.#isBehind = false;
    const now = this.#now();
    this.send("missed", now, now.nextSeq - 1);
  }

  send(event: string, data: object, id?: number): void {
    const line = id === undefined ? "" : `id: ${id}\n`;
    this.#write(`event: ${event}\n${line}data: ${JSON.stringify(data)}\n\n`);
  }

  end(): void {
    clearInterval(this.#heartbeat);
  }

  #write(text: string): void {
    if (this.#isBehind) return;
    this.#isBehind = this.#response.writableLength > WAITING_BYTES;
    if (!this.#isBehind) this.#response.write(text);
  }
}
