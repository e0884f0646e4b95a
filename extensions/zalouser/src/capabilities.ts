/** What a personal account can do, stated once. */
export const CAPABILITIES = {
  chatTypes: ["direct", "group"],
  media: true,
  reactions: true,
  polls: true,
  unsend: true,
  reply: true,
  blockStreaming: true,
} as const;
