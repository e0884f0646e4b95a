import { policyShape, requireWildcard } from "channel-kit/policy/settings-schema";
import { buildChannelConfigSchema } from "openclaw/plugin-sdk/channel-config-schema";
import { buildSecretInputSchema } from "openclaw/plugin-sdk/secret-input";
import { z } from "zod";
import { paceShape } from "./pace.ts";

/** The largest file that is fetched or sent, in megabytes. */
export const MEDIA_MAX_MB_DEFAULT = 25;

/** Settings that stand at the root of `channels.zalouser` and may be set again per account. */
const accountShape = {
  name: z.string().optional(),
  enabled: z.boolean().optional(),
  configWrites: z.boolean().optional(),
  profile: z.string().optional(),
  ...policyShape,
  historyLimit: z.number().int().min(0).optional(),
  mediaMaxMb: z.number().positive().optional(),
  receipts: z.enum(["seen", "delivered", "off"]).optional(),
  replyToMode: z.enum(["off", "first", "all"]).optional(),
  proxy: buildSecretInputSchema().optional(),
  language: z.enum(["vi", "en"]).optional(),
  ...paceShape,
  unknownSends: z.enum(["repeat", "hold"]).optional(),
  blockStreaming: z.boolean().optional(),
};

/** The names of all settings that an account may have. */
export const ACCOUNT_SETTINGS: readonly string[] = Object.keys(accountShape);

const Account = z.strictObject(accountShape);

/** `channels.zalouser` as an operator writes it. */
export const ZalouserConfig = z
  .strictObject({
    ...accountShape,
    defaultAccount: z.string().optional(),
    accounts: z.record(z.string(), Account).optional(),
  })
  .superRefine((config, context) => {
    requireWildcard(config, "channels.zalouser", [], context);
    for (const [accountId, account] of Object.entries(config.accounts ?? {})) {
      const where = `channels.zalouser.accounts.${accountId}`;
      requireWildcard({ ...config, ...account }, where, ["accounts", accountId], context);
    }
  });

export type ZalouserConfig = z.infer<typeof ZalouserConfig>;
export type ZalouserAccountConfig = z.infer<typeof Account>;
/** What people who write see of their message having come. */
export type Receipts = NonNullable<ZalouserAccountConfig["receipts"]>;
/** Which of an answer's messages quote the one they answer. */
export type ReplyToMode = NonNullable<ZalouserAccountConfig["replyToMode"]>;
/** In which language people are told what the agent cannot tell them itself. */
export type Language = NonNullable<ZalouserAccountConfig["language"]>;

/** What the gateway validates `channels.zalouser` with; the manifest carries the same schema as JSON. */
export const zalouserConfigSchema = buildChannelConfigSchema(ZalouserConfig);
