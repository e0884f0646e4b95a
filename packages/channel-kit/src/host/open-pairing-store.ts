import type { PluginRuntime } from "openclaw/plugin-sdk/channel-core";
import { createChannelPairingController } from "openclaw/plugin-sdk/channel-pairing";
import type { PairingStore } from "../pairing/pairing-store.ts";
import { GatewayPairingStore } from "./gateway-pairing-store.ts";

/** The pairing store of one account, as the running gateway keeps it. */
export function openPairingStore(runtime: PluginRuntime, channelId: string, accountId: string): PairingStore {
  const gateway = createChannelPairingController({ core: runtime, channel: channelId, accountId });
  return new GatewayPairingStore(accountId, gateway);
}
