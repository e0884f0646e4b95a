import { normalizeSecretInputString } from "openclaw/plugin-sdk/secret-input";
import { type ProxyAddress, parseProxyAddress } from "../http/proxy-address.ts";
import { ChannelError } from "../outcome/channel-error.ts";

/** The proxy of an account: none, an address, or why the one that is set cannot be used. */
export interface ResolvedProxy {
  address?: ProxyAddress;
  /** While there is one, nothing may be sent: it would leave by another way than the operator wants. */
  problem?: ChannelError;
}

/**
 * Reads the setting `proxy` of an account. `path` is where it stands, such as `channels.zalo.proxy`. What is
 * wrong is said without repeating the address, which may hold a password.
 */
export function resolveProxy(accountId: string, path: string, setting: unknown): ResolvedProxy {
  if (setting === undefined) return {};
  const text = normalizeSecretInputString(setting);
  const problem = (what: string, fix: string): ResolvedProxy => ({
    problem: new ChannelError("misconfigured", `Zalo account "${accountId}": ${path} ${what}.`, { fix }),
  });
  if (text === undefined) {
    return typeof setting === "object"
      ? problem(
          "refers to a secret that could not be resolved",
          "Check that the secret exists for the gateway's process (`openclaw secrets audit`).",
        )
      : problem("is empty", "Remove it, or give the proxy's address: scheme://host:port.");
  }
  const address = parseProxyAddress(text);
  if (address !== undefined) return { address };
  return problem(
    "is not the address of a proxy",
    "Write http://host:port, https://host:port or socks5://host:port, with user:password@ before the host when the proxy wants them.",
  );
}
