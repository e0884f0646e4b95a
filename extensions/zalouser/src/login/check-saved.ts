import type { SavedLogin } from "../credentials/credential-store.ts";
import { keepCredentials } from "../credentials/keep-credentials.ts";
import type { Session } from "../session/port.ts";
import type { LoginTools } from "./login-tools.ts";

/** How long Zalo may take to say whether it still knows a saved login, in milliseconds. */
const CHECK_LIMIT_MS = 20_000;

/**
 * Looks at an account that has a saved login: through the gateway that uses it, else by taking it up for a moment,
 * without a socket. Cookies that change meanwhile are saved, or the login would be lost. Throws `unauthorized` when
 * Zalo no longer takes it.
 */
export async function checkSaved<Answer>(
  { zalo, options, store, name, desk, running }: LoginTools,
  saved: SavedLogin,
  look: (session: Pick<Session, "ownProfile" | "friends" | "groups">, signal: AbortSignal) => Promise<Answer>,
  signal: AbortSignal,
): Promise<Answer> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(CHECK_LIMIT_MS)]);
  try {
    await running.ownProfile(limit);
    return await look(running, limit);
  } catch {
    signal.throwIfAborted();
  }
  await using session = await zalo.resume(saved.credentials, options, limit);
  await using _ = keepCredentials({
    store,
    name,
    generation: saved.generation,
    session,
    clock: desk.clock,
    trouble: () => {},
  });
  return await look(session, limit);
}
