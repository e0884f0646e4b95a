import { join } from "node:path";
import type { Log } from "channel-kit/host/channel-log";
import { runAccount } from "channel-kit/host/run-account";
import { inboxFile } from "channel-kit/host/shared-inbox";
import { takeBack } from "channel-kit/host/take-back";
import { KeptFiles } from "channel-kit/media/kept-files";
import { lazyDownloads } from "channel-kit/media/lazy-downloads";
import type { ChannelError } from "channel-kit/outcome/channel-error";
import type { Clock } from "channel-kit/time/clock";
import { systemClock } from "channel-kit/time/clock";
import type { Spread } from "channel-kit/time/spread";
import type { OpenClawConfig, PluginRuntime } from "openclaw/plugin-sdk/channel-core";
import { resolveAccount, type ZalouserAccount } from "../config/accounts.ts";
import { keepConnected } from "../connection/connection.ts";
import { type AccountLogin, accountLogin } from "../credentials/account-login.ts";
import { SessionNow } from "../live/session-now.ts";
import { connecting, inboxes, liveAccounts, processTurns } from "../process-state.ts";
import { AccountSafety } from "../safety/account-safety.ts";
import { lazyZalo } from "../session/lazy-zalo.ts";
import type { Zalo } from "../session/port.ts";
import type { AccountStatus } from "../status/account-status.ts";
import { yieldedText } from "../status/yielded.ts";
import { AccountRun } from "./account-run.ts";

/** How long a send under way may still take when the account stops; the gateway allows 5 s for all of it. */
const LINGER_MS = 2_500;

export interface StartOptions {
  runtime: PluginRuntime;
  account: ZalouserAccount;
  status: AccountStatus;
  log: Log;
  signal: AbortSignal;
  zalo: Zalo;
  /** Where an account's login is kept. */
  saved(account: ZalouserAccount): AccountLogin;
  clock?: Clock;
  /** Accounts that share it connect one after the other. */
  spread?: Spread;
  /** What the pace of sending is measured by, where that is to run faster than everything else. */
  paceClock?: Clock;
}

/**
 * Runs one account until the signal fires: takes back what a dead process left behind, then keeps connected,
 * receives and answers. Resolves when everything is stopped. Without a login that Zalo takes, or with a wrong
 * setting, the account is blocked with the reason and the next command in its status.
 */
export async function startAccount(options: StartOptions): Promise<void> {
  const { runtime, status, signal, log, account, clock = systemClock } = options;
  const blocked = (error: ChannelError) => status.blocked(error);
  const resolve = () => resolveAccount(runtime.config.current() as OpenClawConfig, account.accountId);
  await runAccount({ account, resolve, clock, log, signal, blocked }, (inOrder) =>
    run({ ...options, account: inOrder, clock, saved: options.saved(inOrder) }),
  );
}

/** Runs an account of the gateway's, with its login from the gateway's state folder. */
export async function startOnGateway(options: Omit<StartOptions, "zalo" | "saved" | "clock">): Promise<void> {
  const { runtime, log } = options;
  const saved = (account: ZalouserAccount) =>
    accountLogin(account, runtime.state.resolveStateDir(), systemClock, log);
  await startAccount({ ...options, zalo: lazyZalo, saved });
}

/** What one run of an account is given. */
export interface RunOptions extends Omit<StartOptions, "saved"> {
  saved: AccountLogin;
  clock: Clock;
}

async function run(options: RunOptions): Promise<void> {
  const { runtime, account, status, log, signal, clock, spread = connecting } = options;
  const { accountId } = account;
  const file = inboxFile(runtime.state.resolveStateDir(), "zalouser");
  using lease = inboxes.acquire(file, "zalouser");
  status.starting("socket");
  await takeBack({ runtime, turns: processTurns }, lease.inbox, accountId, "account");
  await using downloads = lazyDownloads({
    proxy: account.proxy.address,
    allowedOrigin: loopbackOrigin(account.apiUrl),
  });
  const now = new SessionNow(accountId, liveAccounts);
  const ledger = lease.inbox.ledger(accountId);
  const safety = await AccountSafety.open({
    account,
    session: now.asking,
    ledger,
    clock: options.paceClock ?? clock,
    log,
    signal,
  });
  await using running = new AccountRun({
    ...options,
    now,
    safety,
    inbox: lease.inbox,
    downloads,
    files: new KeptFiles({ folder: join(runtime.state.resolveStateDir(), "zalouser", "outgoing"), clock }),
    lingerMs: LINGER_MS,
    // A turn may outlive this start of the account, and writes down what it says.
    keepOpen: () => inboxes.acquire(file, "zalouser"),
  });
  await keepConnected({
    accountId,
    clock,
    signal,
    turn: (stop) => spread.turn(stop),
    login: (stop) => running.login(stop),
    event: (event) => running.take(event),
    lastKnown: (kind) => running.lastKnown(kind),
    opened: (giveUp) => running.opened(giveUp),
    observer: {
      connecting: () => {},
      ready: () => {
        log.info(`account "${accountId}": connected to Zalo`);
        status.ready();
      },
      lost: (error, retryInMs) => {
        log.warn(`account "${accountId}": ${error.message} Next try in ${Math.ceil(retryInMs / 1_000)} s.`);
        status.lost(error, retryInMs);
      },
      yielded: (to, until) => {
        log.warn(`account "${accountId}": ${yieldedText({ to, since: clock.now(), until })}`);
        status.yieldedTo(to, until);
      },
      badFrame: () => status.badFrame(),
      trouble: (error) => log.warn(`account "${accountId}": ${error.message}`),
    },
  });
}

/** The origin of a Zalo on this machine, which may hand out files of its own; undefined for any other. */
function loopbackOrigin(apiUrl: string | undefined): string | undefined {
  if (apiUrl === undefined || !URL.canParse(apiUrl)) return undefined;
  const { hostname, origin } = new URL(apiUrl);
  return LOOPBACK.has(hostname) ? origin : undefined;
}

const LOOPBACK: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);
