import type { PluginRuntime } from "openclaw/plugin-sdk/channel-core";
import { createPluginRuntimeStore } from "openclaw/plugin-sdk/runtime-store";

/** The one slot for what the gateway injects; read at the doors and passed on as arguments. */
const store = createPluginRuntimeStore<PluginRuntime>({
  pluginId: "zalouser",
  errorMessage: "The zalouser plugin is used before the gateway has started it.",
});

export const setZalouserRuntime = store.setRuntime;
export const getZalouserRuntime = store.getRuntime;
