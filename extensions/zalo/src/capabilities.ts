/** What the Bot API can do, stated once. There is no edit, no unsend, no reaction, no quote and no poll. */
export const CAPABILITIES = { chatTypes: ["direct", "group"], blockStreaming: true } as const;

/** What the gateway's queue may rely on when it sends a final text. */
export const DURABLE_FINAL = {
  text: true,
  messageSendingHooks: true,
  reconcileUnknownSend: true,
} as const;
