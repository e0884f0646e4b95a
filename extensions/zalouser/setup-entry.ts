import { defineSetupPluginEntry } from "openclaw/plugin-sdk/channel-core";
import { zalouserChannel } from "./src/channel.ts";

export default defineSetupPluginEntry(zalouserChannel);
