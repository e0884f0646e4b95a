import { ChannelError } from "../outcome/channel-error.ts";
import {
  type GroupPolicy,
  type PolicySettings,
  type ResolvedGroupPolicy,
  resolveGroupPolicy,
} from "./settings.ts";
import { type AccessSettings, groupEntries, isOpenByHalf, texts } from "./settings-schema.ts";

/** Settings of which it matters where they stand: it is there that an operator has to change them. */
type PlacedSetting = "allowFrom" | "groupPolicy" | "groupAllowFrom" | "groups";

/** Who may use the agent through one account, and where that is written. */
export interface AccountPolicy {
  policy: PolicySettings;
  groupPolicySource: ResolvedGroupPolicy["source"];
  /** Where each of these settings that is in force stands, or would: one of an account's own replaces the root's. */
  placeOf: Readonly<Record<PlacedSetting, string>>;
}

/** One part of a channel's section, and its path such as `channels.zalo.accounts.shop`. */
interface Part {
  path: string;
  settings: AccessSettings;
}

/** What a channel decides for all its accounts. */
interface Ground {
  /** The plugin's own, for an operator who never chose. */
  groupPolicy: GroupPolicy;
  idPrefixes: readonly string[];
}

/**
 * The policy in force for an account: its own settings laid over the root's, each as a whole; for groups then
 * `channels.defaults.groupPolicy` and what the plugin does by itself, for direct chats pairing.
 */
export function resolveAccountPolicy(
  root: Part,
  own: Part | undefined,
  groupPolicyOfChannels: string | undefined,
  ground: Ground,
): AccountPolicy {
  const settings: AccessSettings = { ...root.settings, ...own?.settings };
  const group = resolveGroupPolicy(settings.groupPolicy, groupPolicyOfChannels, ground.groupPolicy);
  const placeOf = (setting: PlacedSetting): string => {
    const isRoots = own?.settings[setting] === undefined && root.settings[setting] !== undefined;
    return `${isRoots ? root.path : (own ?? root).path}.${setting}`;
  };
  return {
    policy: {
      dmPolicy: settings.dmPolicy ?? "pairing",
      allowFrom: texts(settings.allowFrom),
      groupPolicy: group.policy,
      groupAllowFrom: texts(settings.groupAllowFrom),
      groups: groupEntries(settings.groups),
      idPrefixes: ground.idPrefixes,
    },
    groupPolicySource: group.source,
    placeOf: {
      allowFrom: placeOf("allowFrom"),
      groupPolicy: placeOf("groupPolicy"),
      groupAllowFrom: placeOf("groupAllowFrom"),
      groups: placeOf("groups"),
    },
  };
}

/**
 * Why an account may not start that was opened by half. The gateway checks settings by their JSON schema, which cannot
 * say that `open` has to be said twice.
 */
export function refuseOpenByHalf(
  accountId: string,
  settings: AccessSettings,
  path: string,
): ChannelError | undefined {
  if (!isOpenByHalf(settings)) return undefined;
  return new ChannelError(
    "misconfigured",
    `Zalo account "${accountId}": dmPolicy "open" lets anybody write to the agent and needs "*" in ${path}.allowFrom.`,
    {
      fix: `Add "*" to ${path}.allowFrom, or set ${path}.dmPolicy to "pairing" or "allowlist", such as: openclaw config set ${path}.dmPolicy pairing`,
    },
  );
}
