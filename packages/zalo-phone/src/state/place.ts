import { signal } from "@preact/signals";

/** Where in the page one is, as the address says: it survives a reload, and the browser's Back leads back. */
export interface Place {
  /** The id of the person whose phone is shown. */
  readonly me: string | undefined;
  /** The key of the open thread. */
  readonly thread: string | undefined;
  /** What a narrow window shows; a wide one shows both. */
  readonly side: "phone" | "desk";
  /** Whether the phone looks at QR codes. */
  readonly scanning: boolean;
}

function read(hash: string): Place {
  const query = new URLSearchParams(hash.replace(/^#/, ""));
  return {
    me: query.get("me") ?? undefined,
    thread: query.get("thread") ?? undefined,
    side: query.get("side") === "desk" ? "desk" : "phone",
    scanning: query.has("qr"),
  };
}

function write({ me, thread, side, scanning }: Place): string {
  const query = new URLSearchParams();
  if (me !== undefined) query.set("me", me);
  if (thread !== undefined) query.set("thread", thread);
  if (side === "desk") query.set("side", "desk");
  if (scanning) query.set("qr", "");
  return `#${query}`;
}

export const place = signal<Place>(read(location.hash));

/** Follows the browser's Back and Forward. */
export function keepPlace(): void {
  addEventListener("popstate", () => {
    place.value = read(location.hash);
  });
}

/** Goes somewhere. `replace` leaves no step behind to go back to. */
export function go(change: Partial<Place>, how: "step" | "replace" = "step"): void {
  const next = { ...place.value, ...change };
  const hash = write(next);
  if (hash === write(place.value)) return;
  if (how === "step") history.pushState(null, "", hash);
  else history.replaceState(null, "", hash);
  place.value = next;
}
