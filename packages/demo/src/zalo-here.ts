/** The environment that leads both plugins to a simulated Zalo; nothing for the real one. */
export const zaloHere = (url: string | undefined): Record<string, string> =>
  url === undefined ? {} : { ZALO_API_URL: url, ZALOUSER_API_URL: url };
