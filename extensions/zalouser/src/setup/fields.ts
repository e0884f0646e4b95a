/**
 * What `openclaw channels add --channel zalouser` takes, beside the account and its name. `package.json` carries the
 * same list for when no code is loaded; a test compares.
 */
export const SETUP_FIELDS = {
  profile: {
    kind: "string",
    cli: {
      flags: "--profile <name>",
      description: "Name of the saved login that the account uses (default: its own id)",
    },
  },
} as const;

/** What was given to `channels add`. */
export interface SetupInput {
  name?: string;
  profile?: string;
}
