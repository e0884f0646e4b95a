import { ask } from "../directory/ask.ts";
import { liveAccounts } from "../process-state.ts";
import type { Profile } from "../session/port.ts";

/** What one question to Zalo told about an account. */
export type ZalouserProbe = { ok: true; own: { id: string; name: string } } | { ok: false; error: string };

/**
 * Asks Zalo who the account is, through the session that is there: this process's or the gateway's. Opens none.
 * Never throws: what is wrong is the answer.
 */
export async function probeAccount(accountId: string, timeoutMs: number): Promise<ZalouserProbe> {
  try {
    const own = await ownProfile(accountId, timeoutMs);
    return { ok: true, own: { id: own.id, name: own.name } };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}

async function ownProfile(accountId: string, timeoutMs: number): Promise<Profile> {
  const live = liveAccounts.find(accountId);
  // Not from what was answered a minute ago: a probe is to find out what is so now.
  if (live !== undefined) return await live.session.ownProfile(AbortSignal.timeout(timeoutMs));
  const [own] = await ask({ accountId, what: "self" });
  if (own === undefined) throw new Error("Zalo did not say who the account is.");
  return own;
}
