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
  const read = Config.safeParse(earlierConfig(folder));
  if (read.data === undefined) return { gateway: 0, model: 0 };
  const { hostname, port } = new URL(read.data.models.providers.local.baseUrl);
  return { gateway: read.data.gateway.port, model: hostname === "127.0.0.1" ? Number(port) : 0 };
}

/** The configuration of the gateway that ran in this folder before; empty where there was none. Throws when it cannot be read. */
export function earlierConfig(folder: string): Record<string, unknown> {
  const file = join(folder, "state", "openclaw.json");
  if (!existsSync(file)) return {};
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (cause) {
    throw new Error(`${file} is broken. Delete ${folder}, and the demo begins anew.`, { cause });
  }
}
