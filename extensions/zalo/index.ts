import { defineChannelPluginEntry } from "openclaw/plugin-sdk/channel-core";
import { zaloChannel } from "./src/channel.ts";
import { ZALO_COMMAND } from "./src/cli/descriptor.ts";
import { getZaloRuntime, setZaloRuntime } from "./src/runtime.ts";

export default defineChannelPluginEntry({
  id: "zalo",
  name: "Zalo",
  description: "Zalo channel over the official Zalo Bot API.",
  plugin: zaloChannel,
  setRuntime: setZaloRuntime,
  registerCliMetadata(api) {
    api.registerCli(async (context) => (await import("./src/cli/program.ts")).addCommands(context), {
      descriptors: [ZALO_COMMAND],
    });
  },
  registerFull(api) {
    api.registerService({
      id: "zalo-http-routes",
      start: async () => (await import("./src/http-routes.ts")).httpRoutes.attach(),
      stop: async () => (await import("./src/webhook-desk.ts")).webhookDesk.closeAll(),
    });
    api.registerService({
      id: "zalo-interrupted-turns",
      start: async ({ config, logger }) => {
        const { takeBackAtGatewayStart } = await import("./src/receive/take-back.ts");
        const taken = await takeBackAtGatewayStart(getZaloRuntime(), config);
        if (taken > 0) logger.info(`zalo: taking up ${taken} turn(s) that a restart interrupted`);
      },
    });
  },
});
