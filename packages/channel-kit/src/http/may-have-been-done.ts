/** What a server answers after it has failed before or while it did the work, in its own name. */
const FAILED_ITSELF: ReadonlySet<number> = new Set([500, 501, 503]);

/**
 * Whether a request may have been carried out that was answered with an HTTP status and nothing else that can be
 * read. A refusal (4xx) and a server that says of itself that it failed prove that it was not; a gateway that lost its
 * server on the way (502, 504), 408, and a success or a redirection without its answer do not.
 */
export function mayHaveBeenDone(status: number): boolean {
  if (status >= 400 && status < 500) return status === 408;
  return !FAILED_ITSELF.has(status);
}
