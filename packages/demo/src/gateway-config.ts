import { join } from "node:path";

/** The OpenAI-compatible model that a gateway of ours asks. */
export interface ModelAddress {
  /** Base URL, up to and with `/v1`. */
  url: string;
  /** The model's name at that address. Default `local`. */
  name?: string;
  /** The key as the configuration writes it, such as `${OPENAI_API_KEY}`. Default: one that says nothing. */
  key?: string;
}

export interface GatewayPlace {
  folder: string;
  port: number;
  token: string;
}

/** What a gateway on one's own machine needs: loopback only, one model, nothing outside its folder. */
export function gatewayConfig(
  { folder, port, token }: GatewayPlace,
  model: ModelAddress,
): Record<string, unknown> {
  const name = model.name ?? "local";
  return {
    gateway: { mode: "local", port, bind: "loopback", auth: { mode: "token", token } },
    models: {
      mode: "replace",
      providers: {
        local: {
          baseUrl: model.url,
          apiKey: model.key ?? "none",
          api: "openai-completions",
          models: [
            {
              id: name,
              name,
              reasoning: false,
              // Of somebody else's model we do not know whether it sees.
              input: model.name === undefined ? ["text", "image"] : ["text"],
              cost: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
              contextWindow: 128_000,
              maxTokens: 8_192,
            },
          ],
        },
      },
    },
    agents: {
      defaults: {
        model: { primary: `local/${name}` },
        workspace: join(folder, "workspace"),
        skipBootstrap: true,
        // Its prompts are not for a model that repeats what it is told.
        heartbeat: { every: "0m" },
      },
    },
    session: { dmScope: "per-channel-peer" },
    logging: { file: join(folder, "gateway.log") },
    update: { checkOnStart: false },
  };
}
