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
  webhookUrl: {
    kind: "string",
    cli: { flags: "--webhook-url <url>", description: "Public https address that Zalo is to call" },
  },
  webhookSecret: {
    kind: "string",
    sensitive: true,
    cli: {
      flags: "--webhook-secret <secret>",
      description: "8 to 256 characters that Zalo sends along (default: one is made)",
    },
  },
  webhookPath: {
    kind: "string",
    cli: {
      flags: "--webhook-path <path>",
      description: "Path on the gateway, when it is not that of the address",
    },
  },
  polling: {
    kind: "boolean",
    cli: { flags: "--polling", description: "Receive by long polling again, without a webhook" },
  },
} as const;

/** What was given to `channels add`. */
export interface SetupInput {
  name?: string;
  token?: string;
  tokenFile?: string;
  useEnv?: boolean;
  webhookUrl?: string;
  webhookSecret?: string;
  webhookPath?: string;
  polling?: boolean;
}
