import type { Downloads, DownloadsOptions } from "./download.ts";

/** Downloads whose HTTP client is loaded with the first of them. */
export interface LazyDownloads extends Pick<Downloads, "download">, AsyncDisposable {}

/** Nothing is loaded or opened here. Disposing cuts off what is under way. */
export function lazyDownloads(options: DownloadsOptions): LazyDownloads {
  const closed = new AbortController();
  let opened: Promise<Downloads> | undefined;
  const open = async () => (await import("./download.ts")).openDownloads(options);
  return {
    download: async (url, { signal, ...limits }) => {
      opened ??= open();
      return await (await opened).download(url, {
        ...limits,
        signal: AbortSignal.any([signal, closed.signal]),
      });
    },
    [Symbol.asyncDispose]: async () => {
      closed.abort();
      await (await opened)?.close();
    },
  };
}
