import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PLUGINS, pluginFolder } from "demo/repository";
import { describe, expect, test } from "vitest";
import { ZALO_COMMAND } from "../../extensions/zalo/src/cli/descriptor.ts";
import { META } from "../../extensions/zalo/src/meta.ts";
import { ZALOUSER_COMMAND } from "../../extensions/zalouser/src/cli/descriptor.ts";
import { META as PERSONAL_META } from "../../extensions/zalouser/src/meta.ts";
import { manifestFile, manifestText } from "../support/manifest.ts";
import { filesBelow, ROOT } from "../support/sources.ts";

interface PackageJson {
  name: string;
  version: string;
  dependencies?: object;
  devDependencies?: object;
  optionalDependencies?: object;
  peerDependencies?: Record<string, string>;
  files?: string[];
  openclaw?: {
    extensions: string[];
    runtimeExtensions: string[];
    setupEntry: string;
    runtimeSetupEntry: string;
    channel: Record<string, unknown> & {
      configuredState?: { env?: { anyOf?: string[] } };
      setup?: unknown;
    };
    install: { minHostVersion: string };
    compat: { pluginApi: string };
    build: { openclawVersion: string; pluginSdkVersion: string };
  };
}

interface Manifest {
  id: string;
  version: string;
  channels: string[];
  cliCommands: unknown[];
  channelConfigs: Record<
    string,
    { schema: { properties: Record<string, unknown> }; uiHints: Record<string, unknown> }
  >;
}

const json = <Form>(file: string): Form => JSON.parse(readFileSync(file, "utf8")) as Form;
const rootPackage = json<PackageJson>(join(ROOT, "package.json"));

const META_OF = { zalo: META, zalouser: PERSONAL_META };
const COMMANDS_OF = { zalo: [ZALO_COMMAND], zalouser: [ZALOUSER_COMMAND] };
const VARIABLES_OF = { zalo: ["ZALO_BOT_TOKEN"], zalouser: [] };
const SECRETS_OF = { zalo: ["botToken", "webhookSecret", "proxy"], zalouser: ["proxy"] };

describe.each(PLUGINS)("%s", (plugin) => {
  const folder = pluginFolder(plugin);
  const manifest = json<Manifest>(manifestFile(plugin));
  const packageJson = json<PackageJson>(join(folder, "package.json"));
  const openclaw = packageJson.openclaw;

  test("the manifest carries the schema and the hints that the code generates", async () => {
    expect(
      readFileSync(manifestFile(plugin), "utf8"),
      "openclaw.plugin.json is behind the code: run `node test/support/write-manifests.ts`",
    ).toBe(await manifestText(plugin));
  });

  test("every hint belongs to a setting, and every setting that holds a secret is marked", () => {
    const config = manifest.channelConfigs[plugin];
    const properties = config?.schema.properties ?? {};
    expect(Object.keys(config?.uiHints ?? {}).filter((name) => !(name in properties))).toEqual([]);
    for (const secret of SECRETS_OF[plugin]) {
      expect(config?.uiHints[secret]).toMatchObject({ sensitive: true });
    }
  });

  test("manifest, package and code agree on who the channel is", () => {
    expect(manifest.id).toBe(plugin);
    expect(manifest.channels).toEqual([plugin]);
    expect(packageJson.name).toBe(`@openclaw/${manifest.id}`);
    expect(manifest.version).toBe(packageJson.version);
    const { configuredState: _, setup: __, ...channel } = openclaw?.channel ?? {};
    expect(channel).toEqual(META_OF[plugin]);
  });

  test("the command that help names is the one that the code registers", () => {
    expect(manifest.cliCommands).toEqual(COMMANDS_OF[plugin]);
  });

  test("the environment variable that configures it is the one that the code reads", () => {
    const named = openclaw?.channel.configuredState?.env?.anyOf ?? [];
    const reader = readFileSync(join(folder, "src/config/env.ts"), "utf8");
    expect(named).toEqual(VARIABLES_OF[plugin]);
    for (const name of named) expect(reader).toContain(`"${name}"`);
  });

  test("an installed plugin needs nothing but the gateway", () => {
    expect(packageJson).not.toHaveProperty("dependencies");
    expect(packageJson).not.toHaveProperty("devDependencies");
    expect(packageJson).not.toHaveProperty("optionalDependencies");
    expect(Object.keys(packageJson.peerDependencies ?? {})).toEqual(["openclaw"]);
  });

  test("it asks for the gateway that it is built and tested with, or a later one", () => {
    const { devDependencies } = rootPackage as { devDependencies: Record<string, string> };
    const built = devDependencies["openclaw"] ?? "";
    expect(openclaw?.build).toEqual({ openclawVersion: built, pluginSdkVersion: built });
    expect(openclaw?.install.minHostVersion).toBe(`>=${built}`);
    expect(openclaw?.compat.pluginApi).toBe(`>=${built}`);
    expect(packageJson.peerDependencies?.["openclaw"]).toBe(`>=${built}`);
  });

  test("its doors are source files here and built files once installed", () => {
    const files = filesBelow(`extensions/${plugin}`);
    for (const [source, built] of [
      [openclaw?.extensions[0], openclaw?.runtimeExtensions[0]],
      [openclaw?.setupEntry, openclaw?.runtimeSetupEntry],
    ]) {
      expect(files).toContain(`extensions/${plugin}/${source?.slice(2)}`);
      expect(built).toBe(`./dist/${source?.slice(2).replace(/\.ts$/, ".js")}`);
    }
    expect(packageJson.files).toEqual(expect.arrayContaining(["dist", "openclaw.plugin.json"]));
  });
});

test("all packages carry one version", () => {
  const versions = filesBelow("packages")
    .concat(filesBelow("extensions"))
    .filter((path) => path.endsWith("/package.json"))
    .map((path) => [path, json<PackageJson>(join(ROOT, path)).version]);
  expect(versions.length).toBeGreaterThan(2);
  expect(versions.filter(([, version]) => version !== rootPackage.version)).toEqual([]);
});
