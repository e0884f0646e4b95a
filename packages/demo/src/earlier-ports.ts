import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const Config = z.looseObject({
  gateway: z.looseObject({ port: z.int() }),
  models: z.looseObject({ providers: z.looseObject({ local: z.looseObject({ baseUrl: z.url() }) }) }),
});

/**
 * The ports of the gateway and the model that ran in this folder before; 0 where there were none. With the same ports
 * the configuration stays the same, which the gateway would otherwise look through for eight seconds more.
 */
export function earlierPorts(folder: string): { gateway: number; model: number } {
  const file = join(folder, "state", "openclaw.json");
  const read = existsSync(file) ? Config.safeParse(JSON.parse(readFileSync(file, "utf8"))) : undefined;
  if (read?.data === undefined) return { gateway: 0, model: 0 };
  const { hostname, port } = new URL(read.data.models.providers.local.baseUrl);
  return { gateway: read.data.gateway.port, model: hostname === "127.0.0.1" ? Number(port) : 0 };
}
