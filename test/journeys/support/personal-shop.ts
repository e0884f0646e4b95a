import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Gateway } from "demo/gateway";
import { type Listen, type LocalModel, startModel, type Think } from "demo/model";
import { type Simulator, startSimulator } from "zalo-simulator/simulator";
import type { Person } from "zalo-simulator/world/person";
import { openFileStore } from "../../../extensions/zalouser/src/credentials/file-store.ts";
import { cutPower } from "./cut-power.ts";
import { assertNothingLeaked } from "./personal-secrets.ts";
import { secretsIn } from "./settings-secrets.ts";

/**
 * Somebody who runs a gateway on a personal account. Closing looks through all that was written: it fails when a
 * cookie, a key, the imei, a QR code or a proxy's password stands in a log, the state, a temporary file, what commands
 * printed, what the model was told, or what Zalo has recorded.
 */
export interface PersonalShop extends AsyncDisposable {
  zalo: Simulator;
  /** Whose account it is. */
  owner: Person;
  model: LocalModel;
  gateway: Gateway;
  folder: string;
  /** Further texts that nobody may write down. What Zalo has handed out is known, and so are the settings. */
  secrets: Set<string>;
  /** What a command was asked to show, and nobody may write down. */
  shown: Set<string>;
  /** The names of the files below `zalouser` in the gateway's state. */
  stateFiles(): string[];
  /** Has an account logged in, as if somebody had scanned its code before. The owner's, unless another is named. */
  signIn(profile?: string, person?: Person): Promise<void>;
  /** Starts the gateway and waits until the owner's account is listening. */
  open(): Promise<void>;
  /** Resolves when the owner's account listens. */
  listening(): Promise<void>;
  /** Cuts the power: `kill -9` of the gateway and everything it has started. */
  cutPower(): Promise<void>;
}

export interface PersonalShopOptions {
  think: Think;
  /** Writes out recordings, when the gateway is configured to ask the local model for that. */
  listen?: Listen;
  /** The channel's settings, or what makes them once there is a world. */
  channel: Record<string, unknown> | ((zalo: Simulator, owner: Person) => Record<string, unknown>);
  config?: Record<string, unknown>;
  /** Saved logins are encrypted with it. */
  credentialsKey?: string;
}

/** A simulated Zalo, a local model, and a real gateway with the zalouser plugin installed; not started yet. */
export async function personalShop({
  think,
  listen,
  channel,
  config = {},
  credentialsKey,
}: PersonalShopOptions): Promise<PersonalShop> {
  const stack = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), "zalouser-journey-"));
  if (process.env["KEEP_JOURNEYS"] === undefined) {
    stack.defer(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  }
  const settingsSecrets = new Set<string>();
  const shown = new Set<string>();
  const secrets = new Set(credentialsKey === undefined ? [] : [credentialsKey]);
  const zalo = stack.use(await startSimulator());
  stack.defer(() =>
    assertNothingLeaked(folder, {
      logins: [...zalo.personal.secrets, ...secrets],
      settings: settingsSecrets,
      shown,
    }),
  );
  stack.defer(() => writeFileSync(join(folder, "zalo.journal"), JSON.stringify(zalo.journal.entries)));
  const noted: Think = (question) => {
    appendFileSync(join(folder, "model.asked"), `${JSON.stringify(question)}\n`);
    return think(question);
  };
  const model = stack.use(await startModel(noted, listen));
  const gateway = stack.use(await Gateway.create({ folder, modelUrl: model.url, config }));
  mkdirSync(join(folder, "tmp"));
  gateway.setEnv("TMPDIR", join(folder, "tmp"));
  await gateway.install("zalouser");
  gateway.setEnv("ZALOUSER_API_URL", zalo.url);
  const owner = zalo.world.addPerson({ name: "Tiệm Hoa Lan" });
  const settings = typeof channel === "function" ? channel(zalo, owner) : channel;
  for (const secret of secretsIn(settings)) settingsSecrets.add(secret);
  gateway.configure({ ...gateway.readConfig(), channels: { zalouser: settings } });
  const store = openFileStore({ stateDir: join(folder, "state"), key: credentialsKey });
  if (credentialsKey !== undefined) gateway.setEnv("ZALOUSER_CREDENTIALS_KEY", credentialsKey);
  const listening = () => until(() => zalo.personal.sockets(owner) === 1);
  return {
    zalo,
    owner,
    model,
    gateway,
    folder,
    secrets,
    shown,
    signIn: async (profile = "default", person = owner) => {
      const { cookie, imei, userAgent, language } = zalo.personal.signIn(person);
      const cookies = cookie.map((one) => ({ ...one }));
      await store.replace({ accountId: profile, profile }, { imei, userAgent, language, cookies });
    },
    open: async () => {
      await gateway.start();
      await listening();
    },
    listening,
    cutPower: () => cutPower(gateway),
    stateFiles: () => namesBelow(join(folder, "state", "zalouser")),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** How long something on the real gateway may take before the story has failed. */
export const PATIENCE_MS = 90_000;
const LOOK_EVERY_MS = 50;

/** Resolves when something has come true that nothing tells of. */
export async function until(isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error("It did not come true in time.");
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

function namesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();
}
