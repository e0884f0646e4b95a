import { defineSetupPluginEntry } from "openclaw/plugin-sdk/channel-core";
import { zaloChannel } from "./src/channel.ts";

export default defineSetupPluginEntry(zaloChannel);
