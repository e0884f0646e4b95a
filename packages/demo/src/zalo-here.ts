const VARIABLES = { zalo: "ZALO_API_URL", zalouser: "ZALOUSER_API_URL" } as const;

/**
 * The environment that leads these plugins to a simulated Zalo; nothing for the real one. Never for a plugin that is not
 * installed: its variable alone makes the gateway want the channel, and look for a plugin on the network.
 */
export const zaloHere = (
  url: string | undefined,
  plugins: readonly (keyof typeof VARIABLES)[],
): Record<string, string> =>
  url === undefined ? {} : Object.fromEntries(plugins.map((plugin) => [VARIABLES[plugin], url]));
