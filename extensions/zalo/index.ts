import { defineChannelPluginEntry } from "openclaw/plugin-sdk/channel-core";
import { zaloChannel } from "./src/channel.ts";
import { ZALO_COMMAND } from "./src/cli/descriptor.ts";
import { listAccountIds } from "./src/config/account-ids.ts";
import { getZaloRuntime, setZaloRuntime } from "./src/runtime.ts";
import { MEDIA_PATH } from "./src/send/media-path.ts";

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
        const { takeBackAtGatewayStart } = await import("channel-kit/host/take-back");
        const { inboxes, processTurns: turns } = await import("./src/process-state.ts");
        const process = { runtime: getZaloRuntime(), channelId: "zalo", inboxes, turns };
        const taken = await takeBackAtGatewayStart(process, listAccountIds(config));
        if (taken > 0) logger.info(`zalo: taking up ${taken} turn(s) that a restart interrupted`);
      },
    });
    let tidying: Disposable | undefined;
    api.registerService({
      id: "zalo-hosted-files",
      start: async () => {
        tidying = await (await import("./src/send/hosted-files.ts")).keepTidy();
      },
      stop: () => tidying?.[Symbol.dispose](),
    });
    api.registerHttpRoute({
      path: MEDIA_PATH,
      match: "prefix",
      // Zalo and people's phones fetch from it; they know the long random path of a file and nothing else.
      auth: "plugin",
      handler: async (request, response) => {
        await (await import("./src/send/hosted-files.ts")).serveHostedFile(request, response);
        return true;
      },
    });
  },
});
