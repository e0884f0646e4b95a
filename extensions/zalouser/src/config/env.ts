import { isVietnamese } from "channel-kit/text/locale";

/** The only file that reads the environment, so that nothing near the network does. */
export interface ZalouserEnv {
  /** `ZALOUSER_PROFILE`, else `ZCA_PROFILE`, for the default account only. */
  profile: string | undefined;
  /** `ZALOUSER_API_URL`: an origin on loopback that stands for Zalo. */
  apiUrl: string | undefined;
  /** `ZALOUSER_CREDENTIALS_KEY`: saved sessions are encrypted with it. */
  credentialsKey: string | undefined;
}

/** Set to a path, a login in the terminal keeps its QR code there as a picture, too. */
export const QR_PICTURE_VARIABLE = "ZALOUSER_QR_PNG";

export const readQrPicturePath = (env: NodeJS.ProcessEnv = process.env): string | undefined =>
  env[QR_PICTURE_VARIABLE]?.trim() || undefined;

export const speaksVietnamese = (env: NodeJS.ProcessEnv = process.env): boolean => isVietnamese(env);

export function readZalouserEnv(env: NodeJS.ProcessEnv = process.env): ZalouserEnv {
  const read = (name: string) => env[name]?.trim() || undefined;
  return {
    profile: read("ZALOUSER_PROFILE") ?? read("ZCA_PROFILE"),
    apiUrl: read("ZALOUSER_API_URL"),
    credentialsKey: read("ZALOUSER_CREDENTIALS_KEY"),
  };
}
