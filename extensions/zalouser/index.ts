import { defineChannelPluginEntry } from "openclaw/plugin-sdk/channel-core";
import { zalouserChannel } from "./src/channel.ts";
import { setZalouserRuntime } from "./src/runtime.ts";

export default defineChannelPluginEntry({
  id: "zalouser",
  name: "Zalo Personal",
  description: "Zalo channel over a personal account.",
  plugin: zalouserChannel,
  setRuntime: setZalouserRuntime,
});
