import { policyShape, requireWildcard } from "channel-kit/policy/settings-schema";
import { buildChannelConfigSchema } from "openclaw/plugin-sdk/channel-config-schema";
import { buildSecretInputSchema } from "openclaw/plugin-sdk/secret-input";
import { z } from "zod";

/** Polls kept open at once; the API hands over only what arrives while one is open. */
export const POLLERS_DEFAULT = 2;
const POLLERS_MAX = 4;
/** The largest picture or voice message that is fetched, in megabytes. */
export const MEDIA_MAX_MB_DEFAULT = 5;

/** Settings that stand at the root of `channels.zalo` and may be set again per account. */
const accountShape = {
  name: z.string().optional(),
  enabled: z.boolean().optional(),
  configWrites: z.boolean().optional(),
  botToken: buildSecretInputSchema().optional(),
  tokenFile: z.string().optional(),
  ...policyShape,
  historyLimit: z.number().int().min(0).optional(),
  webhookUrl: z.string().optional(),
  webhookSecret: buildSecretInputSchema().optional(),
  webhookPath: z.string().optional(),
  publicUrl: z.string().optional(),
  mediaMaxMb: z.number().positive().optional(),
  proxy: buildSecretInputSchema().optional(),
  language: z.enum(["vi", "en"]).optional(),
  pollers: z.number().int().min(1).max(POLLERS_MAX).optional(),
  format: z.enum(["markdown", "plain"]).optional(),
  unknownSends: z.enum(["repeat", "hold"]).optional(),
  blockStreaming: z.boolean().optional(),
};

/** The names of all settings that an account may have. */
export const ACCOUNT_SETTINGS: readonly string[] = Object.keys(accountShape);

const Account = z.strictObject(accountShape);

/** `channels.zalo` as an operator writes it. */
export const ZaloConfig = z
  .strictObject({
    ...accountShape,
    defaultAccount: z.string().optional(),
    accounts: z.record(z.string(), Account).optional(),
  })
  .superRefine((config, context) => {
    requireWildcard(config, "channels.zalo", [], context);
    for (const [accountId, account] of Object.entries(config.accounts ?? {})) {
      const where = `channels.zalo.accounts.${accountId}`;
      requireWildcard({ ...config, ...account }, where, ["accounts", accountId], context);
    }
  });

export type ZaloConfig = z.infer<typeof ZaloConfig>;
export type ZaloAccountConfig = z.infer<typeof Account>;
/** Whether people see what the model wrote with its formatting, or as text alone. */
export type Format = NonNullable<ZaloAccountConfig["format"]>;

/** In which language people are told what the agent cannot tell them itself. */
export type Language = NonNullable<ZaloAccountConfig["language"]>;

/** What the gateway validates `channels.zalo` with; the manifest carries the same schema as JSON. */
export const zaloConfigSchema = buildChannelConfigSchema(ZaloConfig);
