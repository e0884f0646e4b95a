/** A signal that fires `ms` milliseconds after the given one: what is under way may finish, nothing hangs. */
export function lingering(signal: AbortSignal, ms: number): AbortSignal {
  const controller = new AbortController();
  const fire = () => setTimeout(() => controller.abort(signal.reason), ms).unref();
  if (signal.aborted) fire();
  else signal.addEventListener("abort", fire, { once: true });
  return controller.signal;
}
