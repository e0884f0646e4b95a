import { createSimpleChannelSecretContract } from "openclaw/plugin-sdk/channel-secret-basic-runtime";

/** Settings that hold a secret. A proxy's address may name a user and a password. */
const SECRET_SETTINGS = ["botToken", "webhookSecret", "proxy"] as const;

/** Found by its file name: which settings may refer to a secret instead of holding it. */
export const channelSecrets = createSimpleChannelSecretContract({
  channelKey: "zalo",
  label: "Zalo",
  accountFields: [...SECRET_SETTINGS],
  channelFields: [...SECRET_SETTINGS],
  mode: "account-inheritance",
});

export const { secretTargetRegistryEntries, collectRuntimeConfigAssignments } = channelSecrets;
