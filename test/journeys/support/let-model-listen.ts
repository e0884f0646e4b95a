import type { Gateway } from "demo/gateway";
import type { LocalModel } from "demo/model";

/** Configures a gateway, before its start, to ask the local model for what is said in voice messages. */
export function letModelListen(gateway: Gateway, model: LocalModel): void {
  const config = gateway.readConfig() as { models: { providers: Record<string, unknown> } };
  config.models.providers["openai"] = {
    baseUrl: model.url,
    apiKey: "none",
    api: "openai-completions",
    request: { allowPrivateNetwork: true },
    models: [],
  };
  const ears = { provider: "openai", model: "local-ears", capabilities: ["audio"] };
  gateway.configure({ ...config, tools: { media: { models: [ears], audio: { enabled: true } } } });
}
