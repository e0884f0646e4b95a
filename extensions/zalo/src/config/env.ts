import { isVietnamese } from "channel-kit/text/locale";

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

/** True when the terminal speaks Vietnamese. */
export const speaksVietnamese = (env: NodeJS.ProcessEnv = process.env): boolean => isVietnamese(env);

/** All of the environment, for the gateway's own functions that ask for it. */
export const processEnvironment = (): NodeJS.ProcessEnv => process.env;
