import { z } from "zod";

/** Zalo's codes are numbers, but the same code has been seen as a string. */
const Code = z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]);

/** What every answer of the Bot API is wrapped in. Successes may carry `error_code: 0`. */
export const Envelope = z.looseObject({
  ok: z.boolean(),
  result: z.unknown().optional(),
  description: z.string().optional(),
  error_code: Code.optional(),
});

/** Answer of `getMe`. `id` is 18-19 digits. */
export const BotIdentity = z.looseObject({
  id: z.coerce.string(),
  account_name: z.string().optional(),
  account_type: z.string().optional(),
  display_name: z.string().optional(),
  can_join_groups: z.boolean().optional(),
});
export type BotIdentity = z.infer<typeof BotIdentity>;

/** What people call the bot. */
export const botName = (me: BotIdentity): string => me.display_name ?? me.account_name ?? me.id;

/** Answer of everything that sends a message. `message_id` is 20 hex characters, `date` milliseconds. */
export const SentMessage = z.looseObject({ message_id: z.coerce.string().min(1) });

/** Answer of `getWebhookInfo`; without a webhook the API answers 404 or an empty `url`. */
export const WebhookInfo = z.looseObject({ url: z.string().optional() });

/**
 * What Zalo found when it tried a webhook: answer of `testWebhook`, and part of that of `setWebhook`. `outcome` is
 * `webhook.ok`, `webhook.http.<status or class>` or `webhook.err.<kind>`; published lists of them differ.
 */
export const Verification = z.looseObject({
  ok: z.boolean().optional(),
  outcome: z.string(),
  status_code: z.coerce.number().optional(),
});
export type Verification = z.infer<typeof Verification>;

/** Answer of `setWebhook`. Some bots get no `verification`. */
export const WebhookSet = z.looseObject({ verification: z.unknown().optional() });

export const Message = z.looseObject({
  message_id: z.coerce.string().min(1),
  /** Milliseconds since the epoch; seconds have been seen in old material. */
  date: z.coerce.number().optional(),
  from: z.looseObject({
    id: z.coerce.string().min(1),
    display_name: z.string().optional(),
    is_bot: z.boolean().optional(),
  }),
  chat: z.looseObject({ id: z.coerce.string().min(1), chat_type: z.string().optional() }),
  text: z.string().optional(),
  caption: z.string().optional(),
  photo: z.string().optional(),
  photo_url: z.string().optional(),
  voice_url: z.string().optional(),
  sticker: z.string().optional(),
  url: z.string().optional(),
});
export type Message = z.infer<typeof Message>;

/** One event as `getUpdates` hands it over. Events that are not messages have no known form. */
export const Update = z.looseObject({ event_name: z.string(), message: Message });
export type Update = z.infer<typeof Update>;
