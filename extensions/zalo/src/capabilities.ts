/** What the Bot API can do, stated once. There is no edit, no unsend, no reaction, no quote and no poll. */
export const CAPABILITIES = { chatTypes: ["direct", "group"], media: true, blockStreaming: true } as const;

/** What the gateway's queue may rely on. Several media of one payload come in one go, so that none is lost between. */
export const DURABLE_FINAL = {
  text: true,
  media: true,
  payload: true,
  messageSendingHooks: true,
  reconcileUnknownSend: true,
} as const;

/** The one action beside sending that the gateway's message tool and command can ask for. */
export const STICKER_ACTION = "sticker";
