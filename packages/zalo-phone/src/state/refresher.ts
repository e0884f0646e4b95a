/**
 * Reads something anew however often it is told to: once per animation frame at most, never twice at a time, and
 * once more when it was told to meanwhile.
 */
export function refresher(read: () => Promise<void>): () => void {
  let running = false;
  let again = false;
  let scheduled = false;
  const run = async () => {
    running = true;
    again = false;
    try {
      await read();
    } catch {
      // Whatever broke is told of by the live stream, and what is shown is read again when that is back.
    }
    running = false;
    if (again) schedule();
  };
  const schedule = () => {
    if (scheduled) return;
    scheduled = true;
    nextFrame(() => {
      scheduled = false;
      void run();
    });
  };
  return () => {
    if (running) again = true;
    else schedule();
  };
}

/** A page in the background draws no frames and is kept up to date all the same. */
export function nextFrame(run: () => void): void {
  if (document.visibilityState === "visible") requestAnimationFrame(run);
  else setTimeout(run, HIDDEN_PAUSE_MS);
}

const HIDDEN_PAUSE_MS = 250;
