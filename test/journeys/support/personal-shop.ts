import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Gateway } from "demo/gateway";
import { type LocalModel, startModel, type Think } from "demo/model";
import { type Simulator, startSimulator } from "zalo-simulator/simulator";
import type { Person } from "zalo-simulator/world/person";
import { assertNoSecrets } from "../../support/secrets.ts";

/** Files that hold a login by right, beside the gateway's configuration. */
const MAY_HOLD_LOGINS = /(?:^|\/)(?:openclaw\.json(?:\.[^/]*)?|zalouser\/credentials\/[^/]+)$/;
/** A shorter value is no secret and occurs by chance. */
const SHORTEST_SECRET = 8;

/**
 * Somebody who runs a gateway on a personal account. Closing looks through all that was written: it fails when a
 * cookie, the imei or a QR code stands in a log, the state, what commands printed, or what Zalo has recorded.
 */
export interface PersonalShop extends AsyncDisposable {
  zalo: Simulator;
  /** Whose account it is. */
  owner: Person;
  model: LocalModel;
  gateway: Gateway;
  folder: string;
  /** Further texts that nobody may write down. */
  secrets: Set<string>;
  /** The names of the files below `zalouser` in the gateway's state. */
  stateFiles(): string[];
}

export interface PersonalShopOptions {
  think: Think;
  /** The channel's settings. */
  channel: Record<string, unknown>;
  config?: Record<string, unknown>;
}

/** A simulated Zalo, a local model, and a real gateway with the zalouser plugin installed; not started yet. */
export async function personalShop({
  think,
  channel,
  config = {},
}: PersonalShopOptions): Promise<PersonalShop> {
  const stack = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), "zalouser-journey-"));
  if (process.env["KEEP_JOURNEYS"] === undefined) {
    stack.defer(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  }
  const secrets = new Set<string>();
  const credentials = join(folder, "state", "zalouser", "credentials");
  stack.defer(() => {
    for (const secret of secretsBelow(credentials)) secrets.add(secret);
    assertNoSecrets(folder, [...secrets], { allow: MAY_HOLD_LOGINS });
  });
  const zalo = stack.use(await startSimulator());
  stack.defer(() => writeFileSync(join(folder, "zalo.journal"), JSON.stringify(zalo.journal.entries)));
  const model = stack.use(await startModel(think));
  const gateway = stack.use(await Gateway.create({ folder, modelUrl: model.url, config }));
  await gateway.install("zalouser");
  gateway.configure({ ...gateway.readConfig(), channels: { zalouser: channel } });
  gateway.setEnv("ZALOUSER_API_URL", zalo.url);
  const owner = zalo.world.addPerson({ name: "Tiệm Hoa Lan" });
  return {
    zalo,
    owner,
    model,
    gateway,
    folder,
    secrets,
    stateFiles: () => namesBelow(join(folder, "state", "zalouser")),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

function namesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();
}

/** Every text in the saved logins that is long enough to be a secret. */
function secretsBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .flatMap((name) => {
      const { login } = JSON.parse(readFileSync(join(folder, name), "utf8")) as {
        login?: { imei: string; cookies: { value?: unknown }[] };
      };
      if (login === undefined) return [];
      return [login.imei, ...login.cookies.map(({ value }) => String(value))];
    })
    .filter((text) => text.length >= SHORTEST_SECRET);
}
