/**
 * What `openclaw channels add --channel zalouser` takes, beside the account and its name. `package.json` carries the
 * same list for when no code is loaded; a test compares.
 */
export const SETUP_FIELDS = {
  // Not --profile: the command takes that for another set of the gateway's own folders.
  loginProfile: {
    kind: "string",
    cli: {
      flags: "--login-profile <name>",
      description: "Name of the saved login that the account uses (default: its own id)",
    },
  },
} as const;

/** What was given to `channels add`. */
export interface SetupInput {
  name?: string;
  loginProfile?: string;
}
