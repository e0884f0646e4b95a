import { type Clock, systemClock } from "channel-kit/time/clock";
import { resolveStateDir } from "openclaw/plugin-sdk/state-paths";
import type { ZalouserAccount } from "../config/accounts.ts";
import { type LoginTools, openLoginTools } from "../login/login-tools.ts";
import { RiskBook } from "./risk.ts";

/** What the guided set-up works with, apart from the configuration. */
export interface WizardSurroundings {
  risk: RiskBook;
  clock: Clock;
  /** How this account logs in. */
  login(account: ZalouserAccount): LoginTools;
  /** Called when a new login was saved: a running account has to be told once the configuration is written. */
  onLogin(accountId: string): void;
}

/** Those of this process: the gateway's state folder, and Zalo. */
export function ownSurroundings(onLogin: (accountId: string) => void): WizardSurroundings {
  const stateDir = resolveStateDir();
  return {
    risk: new RiskBook(stateDir),
    clock: systemClock,
    login: (account) => openLoginTools(account, stateDir),
    onLogin,
  };
}
