import { ChannelError } from "channel-kit/outcome/channel-error";
import { isLoopback } from "./api-url.ts";
import type { ZaloAccountConfig } from "./schema.ts";

/** Where the internet reaches this gateway, so that Zalo can fetch files from it. */
export interface PublicBase {
  /** Origin and path prefix, without a slash at the end; absent when no setting tells. */
  url?: string;
  /** What is wrong with `publicUrl`; absent when nothing is. */
  problem?: ChannelError;
}

interface Place {
  accountId: string;
  settingsPath: string;
  settings: Pick<ZaloAccountConfig, "publicUrl" | "webhookUrl">;
}

/**
 * `publicUrl` with the path that stands in it, else the origin of `webhookUrl`. Plain http never leaves this
 * machine, so it is for a simulated Zalo that runs here, too. What is wrong with `webhookUrl` is not said here.
 */
export function resolvePublicBase({ accountId, settingsPath, settings }: Place, apiUrl?: string): PublicBase {
  const { publicUrl, webhookUrl = "" } = settings;
  if (publicUrl === undefined) {
    const webhook = usable(webhookUrl, apiUrl);
    return webhook === undefined ? {} : { url: webhook.origin };
  }
  const url = usable(publicUrl, apiUrl);
  if (url !== undefined && url.search === "") return { url: url.href.replace(/\/+$/, "") };
  return {
    problem: new ChannelError(
      "misconfigured",
      `Zalo account "${accountId}": ${settingsPath}.publicUrl is not an address that Zalo can fetch files from.`,
      { fix: "Write the public https address of this gateway, such as https://shop.example.com." },
    ),
  };
}

function usable(raw: string, apiUrl: string | undefined): URL | undefined {
  const url = URL.canParse(raw.trim()) ? new URL(raw.trim()) : undefined;
  if (url === undefined || url.username !== "" || url.password !== "" || url.hash !== "") return undefined;
  if (url.protocol === "https:") return url;
  return url.protocol === "http:" && isLoopback(url) && simulated(apiUrl) ? url : undefined;
}

const simulated = (apiUrl: string | undefined): boolean =>
  apiUrl !== undefined && URL.canParse(apiUrl) && isLoopback(new URL(apiUrl));
