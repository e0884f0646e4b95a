import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Simulator } from "zalo-simulator/simulator";
import { z } from "zod";

const Sessions = z.array(
  z.strictObject({
    uid: z.string(),
    userAgent: z.string(),
    zpsid: z.string(),
    sek: z.string(),
    ended: z.boolean(),
  }),
);

/** After these somebody is logged in who was not, or the other way round. */
const LOGIN = /^(?:qr-code|web-login|socket-opened|socket-closed)$/;

/**
 * Keeps who is logged in to the simulated Zalo in the demo's folder. Each start is a new Zalo, and one that knew
 * nobody's login would have the personal account logged in anew each time. Disposing of it writes it down once more.
 */
export function keepWebSessions(folder: string, { personal, journal }: Simulator): Disposable {
  const file = join(folder, "web-sessions.json");
  personal.restoreSessions(savedIn(file));
  let written = "";
  const write = () => {
    const text = JSON.stringify(personal.savedSessions);
    if (text !== written) writeFileSync(file, text, { mode: 0o600 });
    written = text;
  };
  const stop = journal.subscribe(({ kind }) => {
    if (LOGIN.test(kind)) write();
  });
  return {
    [Symbol.dispose]: () => {
      stop();
      write();
    },
  };
}

function savedIn(file: string): z.infer<typeof Sessions> {
  try {
    return existsSync(file) ? Sessions.parse(JSON.parse(readFileSync(file, "utf8"))) : [];
  } catch {
    // Half a file, or one of another version: the account is logged in once more.
    return [];
  }
}
