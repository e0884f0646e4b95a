/** Waits; cut short, without an error, when the signal is aborted. */
export const pause = (ms: number, cutShort: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      cutShort.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    cutShort.addEventListener("abort", done, { once: true });
    if (cutShort.aborted) done();
  });
