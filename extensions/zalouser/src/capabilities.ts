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

/** What the gateway's queue may rely on. Several media of one payload come in one go, so that none is lost between. */
export const DURABLE_FINAL = {
  text: true,
  media: true,
  payload: true,
  replyTo: true,
  messageSendingHooks: true,
  reconcileUnknownSend: true,
} as const;

/** What the gateway's message tool and command can ask for beside sending and polls. */
export const ACTIONS = ["react", "unsend", "delete", "sticker"] as const;
