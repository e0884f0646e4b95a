/** The only file that reads the environment, so that nothing near the network does. */
export interface ZaloEnv {
  /** `ZALO_BOT_TOKEN`, for the default account only. */
  botToken: string | undefined;
  /** `ZALO_API_URL`: another origin than Zalo's for the Bot API. */
  apiUrl: string | undefined;
}

export function readZaloEnv(env: NodeJS.ProcessEnv = process.env): ZaloEnv {
  return {
    botToken: env["ZALO_BOT_TOKEN"]?.trim() || undefined,
    apiUrl: env["ZALO_API_URL"]?.trim() || undefined,
  };
}

/** True when the terminal speaks Vietnamese; read from the same variables as the gateway's own set-up. */
export function speaksVietnamese(env: NodeJS.ProcessEnv = process.env): boolean {
  const locale = ["OPENCLAW_LOCALE", "LC_ALL", "LC_MESSAGES", "LANG"]
    .map((name) => env[name]?.trim() ?? "")
    .find((value) => value !== "");
  return /^vi(?:[_.@-]|$)/i.test(locale ?? "");
}
/** All of the environment, for the gateway's own functions that ask for it. */
export const processEnvironment = (): NodeJS.ProcessEnv => process.env;
