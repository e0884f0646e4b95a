import { type BotApi, botApi } from "../bot-api/methods.ts";
import type { ZaloAccount } from "../config/accounts.ts";
import { resolveApiUrl } from "../config/api-url.ts";
import { quotas } from "../status/quota.ts";

export interface Connection extends AsyncDisposable {
  api: BotApi;
}

/**
 * Opens the Bot API for an account. Throws `misconfigured`, with the fix, when the account's token or the
 * API's address cannot be used. The HTTP client is loaded here and not before.
 */
export async function connect(account: ZaloAccount): Promise<Connection> {
  const { token, accountId } = account;
  if (token.problem !== undefined) throw token.problem;
  const apiUrl = resolveApiUrl(accountId, account.apiUrl);
  const { openHttp } = await import("../bot-api/http.ts");
  const http = openHttp({ apiUrl, token: token.value ?? "" });
  const api = botApi(accountId, http.call, (method, answer) => quotas.observe(accountId, method, answer));
  return { api, [Symbol.asyncDispose]: () => http.close() };
}
