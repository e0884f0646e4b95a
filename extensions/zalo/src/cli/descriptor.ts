/** `openclaw zalo` in the gateway's own help; the manifest says the same for when no code is loaded. */
export const ZALO_COMMAND = {
  name: "zalo",
  description: "Look after Zalo bots: dead letters and webhooks",
  hasSubcommands: true,
} as const;
