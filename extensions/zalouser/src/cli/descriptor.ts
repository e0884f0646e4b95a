/** `openclaw zalouser` in the gateway's own help; the manifest says the same for when no code is loaded. */
export const ZALOUSER_COMMAND = {
  name: "zalouser",
  description: "Look after personal Zalo accounts: dead letters",
  hasSubcommands: true,
} as const;
