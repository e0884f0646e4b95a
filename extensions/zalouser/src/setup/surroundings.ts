import { type Clock, systemClock } from "channel-kit/time/clock";
import { resolveStateDir } from "openclaw/plugin-sdk/state-paths";
import type { ZalouserAccount } from "../config/accounts.ts";
import { openLoginTools } from "../login/login-tools.ts";
import { loginWords } from "../login/login-words.ts";
import type { WizardLogin } from "./ask-login.ts";
import { RiskBook } from "./risk.ts";

/** What the guided set-up works with, apart from the configuration. */
export interface WizardSurroundings {
  risk: RiskBook;
  clock: Clock;
  /** How this account logs in. */
  login(account: ZalouserAccount): WizardLogin;
  /** Called when a new login was saved: a running account has to be told once the configuration is written. */
  onLogin(accountId: string): void;
}

/** Those of this process: the gateway's state folder, and Zalo. */
export function ownSurroundings(onLogin: (accountId: string) => void): WizardSurroundings {
  const stateDir = resolveStateDir();
  return {
    risk: new RiskBook(stateDir),
    clock: systemClock,
    login: (account) => {
      const { desk, zalo, options, store, name } = openLoginTools(account, stateDir);
      return { ...desk, words: loginWords(), saved: () => store.read(name), zalo, options };
    },
    onLogin,
  };
}
