import { defineChannelPluginEntry } from "openclaw/plugin-sdk/channel-core";
import { zaloChannel } from "./src/channel.ts";
import { setZaloRuntime } from "./src/runtime.ts";

export default defineChannelPluginEntry({
  id: "zalo",
  name: "Zalo",
  description: "Zalo channel over the official Zalo Bot API.",
  plugin: zaloChannel,
  setRuntime: setZaloRuntime,
});
