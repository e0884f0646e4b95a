import {
  type ChannelAccountEntry,
  type ChannelAccountSurface,
  collectConditionalChannelFieldAssignments,
  createChannelSecretTargetRegistryEntries,
  getChannelSurface,
  type ResolverContext,
  type SecretDefaults,
} from "openclaw/plugin-sdk/channel-secret-basic-runtime";

/** Settings that hold a secret. A proxy's address may name a user and a password. */
const SECRET_SETTINGS = ["botToken", "webhookSecret", "proxy"] as const;
type SecretSetting = (typeof SECRET_SETTINGS)[number];
type Settings = Record<string, unknown>;

export const secretTargetRegistryEntries = createChannelSecretTargetRegistryEntries({
  channelKey: "zalo",
  account: SECRET_SETTINGS,
  channel: SECRET_SETTINGS,
});

/**
 * Tells the gateway which references it has to resolve, and for which account. A secret that nothing uses is
 * left alone, so that it may be missing: that of an account that is off, a webhook's without a webhook, and
 * the root's token where every account has its own.
 */
export function collectRuntimeConfigAssignments(params: {
  config: { channels?: Record<string, unknown> };
  defaults?: SecretDefaults;
  context: ResolverContext;
}): void {
  const found = getChannelSurface(params.config, "zalo");
  if (found === null) return;
  const { channel } = found;
  const surface = withRootAccount(channel, found.surface);
  for (const field of SECRET_SETTINGS) {
    collectConditionalChannelFieldAssignments({
      channelKey: "zalo",
      field,
      channel,
      surface,
      defaults: params.defaults,
      context: params.context,
      topLevelActiveWithoutAccounts: isUsed(field, channel),
      topLevelInheritedAccountActive: (entry) => inherits(field, channel, entry),
      accountActive: ({ account, enabled }) => enabled && isUsed(field, { ...channel, ...account }),
      topInactiveReason: `no enabled Zalo account uses ${field} of the root.`,
      accountInactiveReason: ({ enabled }) =>
        enabled ? `this Zalo account does not use its ${field}.` : "this Zalo account is off.",
    });
  }
}

/** A token at the root makes the account `default`, beside those that are listed. */
function withRootAccount(channel: Settings, surface: ChannelAccountSurface): ChannelAccountSurface {
  const hasToken = channel["botToken"] !== undefined || channel["tokenFile"] !== undefined;
  const isListed = surface.accounts.some(({ accountId }) => accountId.toLowerCase() === "default");
  if (!surface.hasExplicitAccounts || !hasToken || isListed) return surface;
  const root = { accountId: "default", account: {}, enabled: surface.channelEnabled };
  return { ...surface, accounts: [...surface.accounts, root] };
}

function inherits(
  field: SecretSetting,
  channel: Settings,
  { account, enabled }: ChannelAccountEntry,
): boolean {
  if (!enabled || account[field] !== undefined) return false;
  // An account's own file comes before the root's token.
  if (field === "botToken") return account["tokenFile"] === undefined;
  return isUsed(field, { ...channel, ...account });
}

/** Whether the settings, all taken together, give the secret something to do. */
function isUsed(field: SecretSetting, settings: Settings): boolean {
  return field !== "webhookSecret" || Boolean(settings["webhookUrl"]);
}
