import type { Log } from "channel-kit/host/channel-log";
import type { Clock } from "channel-kit/time/clock";
import type { ZalouserAccount } from "../config/accounts.ts";
import type { Session } from "../session/port.ts";
import type { SavedLogin } from "./credential-store.ts";
import { openFileStore } from "./file-store.ts";
import { keepCredentials } from "./keep-credentials.ts";

/** The login that an account runs with. */
export interface AccountLogin {
  /** Undefined when nobody is logged in. */
  read(): Promise<SavedLogin | undefined>;
  /** Saves the session's cookies as they change, until disposed. */
  keep(generation: string, session: Session): AsyncDisposable;
}

/** An account's login as it lies below the gateway's state folder. For the gateway's process only. */
export function accountLogin(
  account: Pick<ZalouserAccount, "accountId" | "profile" | "credentialsKey">,
  stateDir: string,
  clock: Clock,
  log: Log,
): AccountLogin {
  const { accountId, profile, credentialsKey: key } = account;
  const store = openFileStore({ stateDir, key });
  const name = { accountId, profile };
  return {
    read: () => store.read(name),
    keep: (generation, session) =>
      keepCredentials({
        store,
        name,
        generation,
        session,
        clock,
        trouble: (error) => log.warn(error.message),
      }),
  };
}
