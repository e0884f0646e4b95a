import type { Clock } from "../time/clock.ts";
import { type Album, albumOf, type Part } from "./album.ts";

/** An album's next picture comes within this time after the one before it, in milliseconds. */
const QUIET_MS = 1_200;
/** Nobody's message waits longer than this for company, in milliseconds. */
const WAIT_AT_MOST_MS = 6_000;

export interface GatherOptions {
  /** What waits in the same chat behind the event that is handled, in order of arrival. */
  following(): Promise<readonly Part[]>;
  /**
   * When receiving began, in milliseconds since the Unix epoch. What is older counts as received then: the
   * rest of an album that was cut in two by a restart comes only now.
   */
  receivingSince: number;
  clock: Clock;
  /** Ends the waiting; `gatherAlbum` then rejects with the signal's reason. */
  signal: AbortSignal;
}

/**
 * Waits until the album that begins with an event has arrived, and answers its parts: the event alone when it
 * is no picture, or when no other follows in a moment. Everything it reads is on disk and stays there.
 */
export async function gatherAlbum(lead: Part, options: GatherOptions): Promise<Album["parts"]> {
  const { clock, signal, receivingSince } = options;
  const until = clock.now() + WAIT_AT_MOST_MS;
  if (albumOf(lead, []).complete) return [lead];
  for (;;) {
    const album = albumOf(lead, await options.following());
    const newest = Math.max(receivingSince, ...album.parts.map(({ receivedAt }) => receivedAt));
    const waitMs = Math.min(newest + QUIET_MS, until) - clock.now();
    if (album.complete || waitMs <= 0) return album.parts;
    await clock.sleep(waitMs, signal);
  }
}
