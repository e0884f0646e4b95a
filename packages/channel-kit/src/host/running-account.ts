/** How long a running gateway may take to stop an account, in milliseconds: it allows 5 s for that itself. */
const STOP_LIMIT_MS = "15000";

/** What a command tells the gateway that runs beside it. */
export interface RunningAccount {
  channel: string;
  accountId: string;
}

/**
 * Stops the account in the gateway that runs on this machine. False when there is none, or it does not know the
 * account: then there is nothing to stop.
 */
export const stopRunningAccount = (account: RunningAccount): Promise<boolean> =>
  tell("channels.stop", account);

/** Has the running gateway start the account. False when there is no gateway, or it does not know the account. */
export const startRunningAccount = (account: RunningAccount): Promise<boolean> =>
  tell("channels.start", account);

async function tell(method: string, account: RunningAccount): Promise<boolean> {
  const { callGatewayFromCli } = await import("openclaw/plugin-sdk/gateway-runtime");
  try {
    await callGatewayFromCli(
      method,
      { timeout: STOP_LIMIT_MS, json: true },
      { ...account },
      { progress: false },
    );
    return true;
  } catch {
    return false;
  }
}
