/**
 * What `openclaw channels add --channel zalo` takes. `package.json` carries the same list for when no code is
 * loaded; a test compares.
 */
export const SETUP_FIELDS = {
  token: {
    kind: "string",
    sensitive: true,
    cli: { flags: "--token <token>", description: "Bot token from Zalo Bot Creator" },
  },
  tokenFile: {
    kind: "string",
    cli: { flags: "--token-file <path>", description: "File that holds only the bot token" },
  },
  useEnv: {
    kind: "boolean",
    cli: { flags: "--use-env", description: "Use ZALO_BOT_TOKEN (default account only)" },
    envVars: ["ZALO_BOT_TOKEN"],
  },
} as const;

/** What was given to `channels add`. */
export interface SetupInput {
  name?: string;
  token?: string;
  tokenFile?: string;
  useEnv?: boolean;
}
