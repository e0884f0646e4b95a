import { createSimpleChannelSecretContract } from "openclaw/plugin-sdk/channel-secret-basic-runtime";

/** A proxy's address may name a user and a password. The login is no setting; it has a file of its own. */
const SECRET_SETTINGS = ["proxy"];

/** Tells the gateway which references it has to resolve, and for which account. */
export const { secretTargetRegistryEntries, collectRuntimeConfigAssignments } =
  createSimpleChannelSecretContract({
    channelKey: "zalouser",
    label: "Zalo Personal",
    accountFields: SECRET_SETTINGS,
    channelFields: SECRET_SETTINGS,
    mode: "account-inheritance",
  });
