import { systemClock } from "channel-kit/time/clock";
import type { ZalouserAccount } from "../config/accounts.ts";
import { sessionOptions } from "../config/session-options.ts";
import type { CredentialStore, LoginName } from "../credentials/credential-store.ts";
import { openFileStore } from "../credentials/file-store.ts";
import { ask } from "../directory/ask.ts";
import type { Session, SessionOptions, Zalo } from "../session/port.ts";
import { openZalo } from "../session/zca-session.ts";
import type { LoginDesk } from "./qr-login.ts";

/** What every way of logging one account in works with. */
export interface LoginTools {
  zalo: Zalo;
  options: SessionOptions;
  store: CredentialStore;
  name: LoginName;
  desk: LoginDesk;
  /**
   * The account where it runs: in this process, or in the gateway beside this command. Every call throws while it is
   * logged in in neither.
   */
  running: Pick<Session, "ownProfile" | "friends" | "groups">;
}

/** Opens them for one account. Loads the library: whoever only wants to know is not to call it. */
export function openLoginTools(account: ZalouserAccount, stateDir: string): LoginTools {
  const { accountId, profile, credentialsKey } = account;
  const zalo = openZalo();
  const store = openFileStore({ stateDir, key: credentialsKey });
  const options = sessionOptions(account);
  const name = { accountId, profile };
  const desk: LoginDesk = {
    accountId,
    loginByQr: (observer, signal) => zalo.loginByQr(options, observer, signal),
    save: async (credentials) => void (await store.replace(name, credentials)),
    clock: systemClock,
  };
  const running: LoginTools["running"] = {
    ownProfile: async () => {
      const [own] = await ask({ accountId, what: "self" });
      return own ?? { id: "", name: "", isFriend: false };
    },
    friends: () => ask({ accountId, what: "friends" }),
    groups: () => ask({ accountId, what: "groups" }),
  };
  return { zalo, options, store, name, desk, running };
}
