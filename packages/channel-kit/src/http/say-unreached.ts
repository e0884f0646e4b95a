import type { ProxyTrouble } from "./network-failure.ts";

/**
 * What happened, and what to do, when no connection came about: to `server`, as a sentence names it ("the API"), or to
 * the proxy on the way. `fix` is for a server that was asked without a proxy's fault.
 */
export function sayUnreached(
  proxy: ProxyTrouble | undefined,
  server: string,
  fix: string,
): { what: string; fix: string } {
  switch (proxy) {
    case undefined:
      return { what: `${server} could not be reached`, fix };
    case "unreachable":
      return {
        what: "the proxy cannot be reached",
        fix: "Check that the proxy runs and that the setting `proxy` has its address.",
      };
    case "credentials":
      return {
        what: "the proxy refuses the user and password",
        fix: "Put the right ones into the setting `proxy`: scheme://user:password@host:port.",
      };
    case "refused":
      return {
        what: `the proxy did not connect us to ${server}`,
        fix: `Check that the proxy may reach ${server}, and that the scheme in the setting \`proxy\` is right.`,
      };
    default:
      return proxy satisfies never;
  }
}
