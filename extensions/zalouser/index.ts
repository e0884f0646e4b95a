import { serveInGateway } from "channel-kit/host/gateway-method";
import { defineChannelPluginEntry } from "openclaw/plugin-sdk/channel-core";
import { zalouserChannel } from "./src/channel.ts";
import { ZALOUSER_COMMAND } from "./src/cli/descriptor.ts";
import { listAccountIds } from "./src/config/account-ids.ts";
import { DIRECTORY_METHOD } from "./src/directory/method.ts";
import { getZalouserRuntime, setZalouserRuntime } from "./src/runtime.ts";

export default defineChannelPluginEntry({
  id: "zalouser",
  name: "Zalo Personal",
  description: "Zalo channel over a personal account.",
  plugin: zalouserChannel,
  setRuntime: setZalouserRuntime,
  registerCliMetadata(api) {
    api.registerCli(async (context) => (await import("./src/cli/program.ts")).addCommands(context), {
      descriptors: [ZALOUSER_COMMAND],
    });
  },
  registerFull(api) {
    // Only this process is logged in to Zalo; commands beside it ask here.
    serveInGateway(api, DIRECTORY_METHOD, async (params) =>
      (await import("./src/directory/ask.ts")).liveDirectory.answerRaw(params),
    );
    api.registerService({
      id: "zalouser-interrupted-turns",
      start: async ({ config, logger }) => {
        const { takeBackAtGatewayStart } = await import("channel-kit/host/take-back");
        const { inboxes, processTurns: turns } = await import("./src/process-state.ts");
        const process = { runtime: getZalouserRuntime(), channelId: "zalouser", inboxes, turns };
        const taken = await takeBackAtGatewayStart(process, listAccountIds(config));
        if (taken > 0) logger.info(`zalouser: taking up ${taken} turn(s) that a restart interrupted`);
      },
    });
  },
});
