import type { PluginRuntime } from "openclaw/plugin-sdk/channel-core";

/** Where an account's log lines go; each names its account. */
export interface Log {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** The log that `openclaw channels logs --channel <channelId>` shows. */
export function openLog(runtime: PluginRuntime, channelId: string): Log {
  return runtime.logging.getChildLogger({ subsystem: `${channelId}/account`, plugin: channelId });
}
