import type { Downloads } from "channel-kit/media/download";
import { lazyDownloads } from "channel-kit/media/lazy-downloads";
import { type BotApi, botApi } from "../bot-api/methods.ts";
import type { ZaloAccount } from "../config/accounts.ts";
import { loopbackOrigin, resolveApiUrl } from "../config/api-url.ts";
import { quotas } from "../status/quota.ts";

/** An account's ways out, all of them through its proxy when it has one. */
export interface Connection extends AsyncDisposable {
  api: BotApi;
  /** Files that Zalo names, for as long as the connection is open. */
  downloads: Pick<Downloads, "download">;
}

/**
 * Opens the Bot API for an account. Throws `misconfigured`, with the fix, when the account's token or proxy or
 * the API's address cannot be used. The HTTP client is loaded here and not before, what downloads with the
 * first download.
 */
export async function connect(account: ZaloAccount): Promise<Connection> {
  const { token, accountId, proxy } = account;
  if (token.problem !== undefined) throw token.problem;
  if (proxy.problem !== undefined) throw proxy.problem;
  const apiUrl = resolveApiUrl(accountId, account.apiUrl);
  const { openHttp } = await import("../bot-api/http.ts");
  const http = openHttp({ apiUrl, token: token.value ?? "", proxy: proxy.address });
  const downloads = lazyDownloads({ proxy: proxy.address, allowedOrigin: loopbackOrigin(apiUrl) });
  return {
    api: botApi(accountId, http.call, (method, answer) => quotas.observe(accountId, method, answer)),
    downloads,
    [Symbol.asyncDispose]: async () => {
      const cut = downloads[Symbol.asyncDispose]();
      await http.close();
      await cut;
    },
  };
}
