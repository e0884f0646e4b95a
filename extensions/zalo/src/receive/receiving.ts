import type { Log } from "channel-kit/host/channel-log";
import type { Admission } from "channel-kit/host/inbox-monitor";
import type { Ledger } from "channel-kit/inbox/ledger";
import type { Clock } from "channel-kit/time/clock";
import type { BotApi } from "../bot-api/methods.ts";
import type { ZaloAccount } from "../config/accounts.ts";
import type { AccountStatus } from "../status/account-status.ts";
import type { PollLines } from "./poll-lines.ts";
import type { WebhookDesk } from "./webhook/desk.ts";

/** What receiving needs, whichever way messages come in. */
export interface Receiving {
  account: ZaloAccount;
  api: BotApi;
  /** Writes one raw event down; resolves when it is on disk. Works on after the account has stopped. */
  take(event: unknown): Promise<Admission>;
  ledger: Ledger;
  /** Keeps the account's storage open until disposed. */
  keepOpen: () => Disposable;
  /** The polls of all accounts, which outlive a start of this one. */
  lines: PollLines;
  desk: WebhookDesk;
  status: AccountStatus;
  log: Log;
  clock: Clock;
  /** Ends receiving. */
  signal: AbortSignal;
}
