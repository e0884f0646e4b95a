/**
 * The commands that mend an account, exactly as an operator types them. They always name the account, so that
 * nobody mends the wrong one.
 */

/** Shows a QR code and saves the login. */
export const loginCommand = (accountId: string): string =>
  `openclaw channels login --channel zalouser --account ${accountId}`;

/** Shows the messages that were given up; the same with `retry` hands them in again. */
export const deadLettersCommand = (accountId: string): string =>
  `openclaw zalouser dead-letters list --account ${accountId}`;

/** Sets one setting. `value` is what the gateway reads as JSON5, or as text where it is none. */
export const setCommand = (path: string, value: string): string => `openclaw config set ${path} ${value}`;

export const LOGS_COMMAND = "openclaw channels logs --channel zalouser";
