import type { Log } from "channel-kit/host/channel-log";
import { runAccount } from "channel-kit/host/run-account";
import { inboxFile } from "channel-kit/host/shared-inbox";
import { takeBack } from "channel-kit/host/take-back";
import type { ChannelError } from "channel-kit/outcome/channel-error";
import { systemClock } from "channel-kit/time/clock";
import { InFlight } from "channel-kit/time/in-flight";
import type { OpenClawConfig, PluginRuntime } from "openclaw/plugin-sdk/channel-core";
import { resolveAccount, type ZaloAccount } from "../config/accounts.ts";
import { inboxes, pollLines, processTurns } from "../process-state.ts";
import { connect } from "../send/connect.ts";
import type { AccountStatus } from "../status/account-status.ts";
import { botFacts } from "../status/probe.ts";
import { webhookDesk } from "../webhook-desk.ts";
import { openBotInbox } from "./account-inbox.ts";
import { OwnNames } from "./own-names.ts";
import { receiveByPolling } from "./polling.ts";
import type { Receiving } from "./receiving.ts";
import { eventTaker } from "./take-event.ts";

/** How long a send under way may still take when the account stops; the gateway allows 5 s for all of it. */
const LINGER_MS = 3_000;

export interface StartOptions {
  runtime: PluginRuntime;
  account: ZaloAccount;
  status: AccountStatus;
  log: Log;
  signal: AbortSignal;
}

/**
 * Runs one account until the signal fires: takes back what a dead process left behind, then receives and
 * answers. Resolves when everything is stopped. A wrong token or setting blocks the account with the reason
 * and the fix in its status: a token until the signal fires, settings until they are in order.
 */
export async function startAccount(options: StartOptions): Promise<void> {
  const { runtime, status, signal, log, account } = options;
  const blocked = (error: ChannelError) => status.blocked(error);
  const resolve = () => resolveAccount(runtime.config.current() as OpenClawConfig, account.accountId);
  await runAccount({ account, resolve, clock: systemClock, log, signal, blocked }, (inOrder) =>
    run({ ...options, account: inOrder }),
  );
}

async function run({ runtime, account, status, log, signal }: StartOptions): Promise<void> {
  await using connection = await connect(account);
  const file = inboxFile(runtime.state.resolveStateDir(), "zalo");
  using lease = inboxes.acquire(file, "zalo");
  status.starting(account.mode);
  const refused = new AbortController();
  const sending = new AbortController();
  const sends = new InFlight();
  const ownNames = new OwnNames(lease.inbox.ledger(account.accountId), systemClock);
  const api = ownNames.learningFrom(connection.api);
  const monitor = openBotInbox({
    runtime,
    account,
    status,
    log,
    api,
    downloads: connection.downloads,
    inbox: lease.inbox,
    turns: processTurns,
    ownNames,
    // A turn may outlive this start of the account, and writes down what it says.
    keepOpen: () => inboxes.acquire(file, "zalo"),
    sends,
    sending: sending.signal,
    onUnauthorized: (error) => refused.abort(error),
  });
  try {
    await takeBack({ runtime, turns: processTurns }, lease.inbox, account.accountId, "account");
    monitor.start();
    await receive({
      account,
      api,
      take: eventTaker(account.accountId, monitor, status, log),
      ledger: lease.inbox.ledger(account.accountId),
      keepOpen: () => inboxes.acquire(file, "zalo"),
      lines: pollLines,
      desk: webhookDesk,
      status,
      log,
      clock: systemClock,
      signal: AbortSignal.any([signal, refused.signal]),
    });
    refused.signal.throwIfAborted();
  } finally {
    await monitor.stop();
    await sends.settled(LINGER_MS);
    sending.abort();
  }
}

/** Receives in the way that the account is set up for, until the signal fires. */
async function receive(receiving: Receiving): Promise<void> {
  const { account, api, status, signal } = receiving;
  void api.getMe(signal).then(
    (me) => {
      status.identity(botFacts(me));
      // A poll says so only when it ends, up to half a minute later.
      if (account.mode === "polling") status.connected();
    },
    () => {}, // Receiving says what is wrong.
  );
  if (account.webhook === undefined) await receiveByPolling(receiving);
  else await (await import("./webhook/receive.ts")).receiveByWebhook(account.webhook, receiving);
}
