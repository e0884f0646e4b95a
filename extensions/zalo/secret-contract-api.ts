import { createSimpleChannelSecretContract } from "openclaw/plugin-sdk/channel-secret-basic-runtime";

/** Found by its file name: which settings may refer to a secret instead of holding it. */
export const channelSecrets = createSimpleChannelSecretContract({
  channelKey: "zalo",
  label: "Zalo",
  accountFields: ["botToken"],
  channelFields: ["botToken"],
  mode: "account-inheritance",
});

export const { secretTargetRegistryEntries, collectRuntimeConfigAssignments } = channelSecrets;
