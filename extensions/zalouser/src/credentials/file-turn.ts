import { open, stat, unlink } from "node:fs/promises";
import { type Clock, systemClock } from "channel-kit/time/clock";
import { unlessMissing } from "./private-file.ts";

/** How often somebody who waits looks again, in milliseconds. */
const LOOK_MS = 20;
/** A turn takes a few milliseconds, or a tenth of a second with a key; whoever holds one for so long has died. */
const STALE_MS = 10_000;

/** Thrown when somebody held the turn for too long and yet was alive. */
export class NoTurn extends Error {
  constructor() {
    super("another process writes");
  }
}

/**
 * Does the work while no other process does work under the same name: the gateway that saves cookies and a command
 * that logs in or out would otherwise undo each other's.
 */
export async function inTurn<Value>(
  path: string,
  work: () => Promise<Value>,
  clock: Clock = systemClock,
): Promise<Value> {
  const until = clock.now() + 2 * STALE_MS;
  while (!(await take(path, clock))) {
    if (clock.now() > until) throw new NoTurn();
    await clock.sleep(LOOK_MS);
  }
  try {
    return await work();
  } finally {
    await unlink(path).catch(unlessMissing);
  }
}

async function take(path: string, clock: Clock): Promise<boolean> {
  try {
    const file = await open(path, "wx", 0o600);
    await file.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const held = await stat(path).catch(unlessMissing);
  if (held !== undefined && clock.now() - held.mtimeMs > STALE_MS) await unlink(path).catch(unlessMissing);
  return false;
}
