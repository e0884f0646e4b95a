import { formatProxyAddress } from "channel-kit/http/proxy-address";
import type { SessionOptions } from "../session/port.ts";
import type { ZalouserAccount } from "./accounts.ts";

/** How an account's session reaches Zalo. Throws when its proxy cannot be used: nothing may go by another way. */
export function sessionOptions({
  accountId,
  apiUrl,
  proxy,
}: Pick<ZalouserAccount, "accountId" | "apiUrl" | "proxy">): SessionOptions {
  if (proxy.problem !== undefined) throw proxy.problem;
  return {
    accountId,
    ...(apiUrl === undefined ? {} : { apiUrl }),
    ...(proxy.address === undefined ? {} : { proxy: formatProxyAddress(proxy.address) }),
  };
}
