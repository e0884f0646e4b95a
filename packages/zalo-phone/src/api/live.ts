import type { LiveStart } from "zalo-simulator/page/live";
import type { JournalEntry } from "./journal-entry.ts";

/** Who is told of what happens. */
export interface LiveListener {
  /** The stream is open, for the first time or again. */
  hello(start: LiveStart): void;
  entry(entry: JournalEntry): void;
  /** Everything shown is to be read anew. */
  missed(start: LiveStart): void;
  desk(): void;
  /** The stream broke; the browser tries again by itself. */
  lost(): void;
}

/** Listens to the simulator until the page is left. */
export function listen(listener: LiveListener): void {
  const source = new EventSource("/page/live");
  const data = (event: Event): unknown => JSON.parse(String((event as MessageEvent<unknown>).data));
  source.addEventListener("hello", (event) => listener.hello(data(event) as LiveStart));
  source.addEventListener("journal", (event) => listener.entry(data(event) as JournalEntry));
  source.addEventListener("missed", (event) => listener.missed(data(event) as LiveStart));
  source.addEventListener("desk", () => listener.desk());
  source.addEventListener("error", () => {
    listener.lost();
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen(listener), RETRY_MS);
  });
}

/** A browser gives up where the server answered with anything but a stream; the simulator may be starting anew. */
const RETRY_MS = 2_000;
