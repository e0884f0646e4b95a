/**
 * The commands that mend an account, exactly as an operator types them. They always name the account, so that
 * nobody mends the wrong one.
 */

/** Gives the account another token; what named the old one is cleared, and the account starts again. */
export const setTokenCommand = (accountId: string): string =>
  `openclaw channels add --channel zalo --account ${accountId} --token <token>`;

/** Takes away whatever webhook is registered for the account's bot. */
export const removeWebhookCommand = (accountId: string): string =>
  `openclaw zalo webhook remove --account ${accountId}`;

/** Shows the messages that were given up; the same with `retry` hands them in again. */
export const deadLettersCommand = (accountId: string): string =>
  `openclaw zalo dead-letters list --account ${accountId}`;

/** Sets one setting. `value` is what the gateway reads as JSON5, or as text where it is none. */
export const setCommand = (path: string, value: string): string => `openclaw config set ${path} ${value}`;

export const LOGS_COMMAND = "openclaw channels logs --channel zalo";
