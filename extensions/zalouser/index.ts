import { serveInGateway } from "channel-kit/host/gateway-method";
import { defineChannelPluginEntry } from "openclaw/plugin-sdk/channel-core";
import { zalouserChannel } from "./src/channel.ts";
import { DIRECTORY_METHOD } from "./src/directory/method.ts";
import { setZalouserRuntime } from "./src/runtime.ts";

export default defineChannelPluginEntry({
  id: "zalouser",
  name: "Zalo Personal",
  description: "Zalo channel over a personal account.",
  plugin: zalouserChannel,
  setRuntime: setZalouserRuntime,
  registerFull(api) {
    // Only this process is logged in to Zalo; commands beside it ask here.
    serveInGateway(api, DIRECTORY_METHOD, async (params) =>
      (await import("./src/directory/ask.ts")).liveDirectory.answerRaw(params),
    );
  },
});
