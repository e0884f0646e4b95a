import { expect, test } from "vitest";
import { at, type Import, productionSources, type Source } from "../support/sources.ts";

const sources = productionSources();

/** Every import that the predicate holds for, as `path:line specifier`. */
function importsWhere(wrong: (source: Source, one: Import) => boolean, among = sources): string[] {
  return among.flatMap((source) =>
    source.imports
      .filter((one) => wrong(source, one))
      .map((one) => `${at(source, one.line)} imports ${one.specifier}`),
  );
}

const SDK = /^openclaw(?:\/|$)/;
const isIn = (folder: string) => (source: Source) => source.path.startsWith(folder);
const isPlugin = isIn("extensions/");
const isKit = isIn("packages/channel-kit/");
const isSimulator = isIn("packages/zalo-simulator/");
const isPage = isIn("packages/zalo-phone/");

/** Where a plugin meets the gateway. Everything else gets what it needs as arguments or from the kit's `host/`. */
const PLUGIN_DOORS =
  /^extensions\/[^/]+\/(?:index\.ts|setup-entry\.ts|secret-contract-api\.ts|src\/(?:channel|runtime|meta)\.ts|src\/(?:config|setup)\/.+\.ts)$/;
/** Rooms that may not even know the gateway's types: they speak to Zalo and to nobody else. */
const KNOWS_NO_GATEWAY = /^extensions\/[^/]+\/src\/(?:bot-api|session|credentials)\//;

test("there are sources to look at in every part", () => {
  expect(sources.some(isPlugin) && sources.some(isKit) && sources.some(isSimulator)).toBe(true);
  expect(sources.flatMap(({ imports }) => imports).length).toBeGreaterThan(100);
});

test("a plugin uses the gateway's code only at its doors", () => {
  const wrong = sources.filter(isPlugin).flatMap((source) =>
    source.imports
      .filter(({ specifier, form }) => SDK.test(specifier) && form !== "type")
      .filter(() => !PLUGIN_DOORS.test(source.path))
      .map(({ specifier }) => `${source.path} ${specifier}`),
  );
  expect(wrong).toEqual([]);
});

test("what speaks to Zalo does not know the gateway, not even its types", () => {
  expect(
    importsWhere((source, { specifier }) => KNOWS_NO_GATEWAY.test(source.path) && SDK.test(specifier)),
  ).toEqual([]);
});

test("the kit knows the gateway only in host/", () => {
  const outside = sources
    .filter(isKit)
    .filter(({ path }) => !path.startsWith("packages/channel-kit/src/host/"));
  expect(importsWhere((_, { specifier }) => SDK.test(specifier), outside)).toEqual([]);
});

test("the gateway is entered by its documented doors for plugins", () => {
  expect(
    importsWhere((_, { specifier }) => SDK.test(specifier) && !specifier.startsWith("openclaw/plugin-sdk/")),
  ).toEqual([]);
});

test("the simulator imports no plugin, no kit, no gateway and no demo", () => {
  const wrong = importsWhere(
    (source, { specifier, file }) =>
      isSimulator(source) &&
      (SDK.test(specifier) || (file !== undefined && !file.startsWith("packages/zalo-simulator/src/"))),
  );
  expect(wrong).toEqual([]);
});

test("the page is a browser's: of ours it knows the simulator's types, and of others what draws it", () => {
  const vendors = /^(?:preact(?:\/hooks)?|@preact\/signals)$/;
  const wrong = importsWhere((source, { specifier, file, form }) => {
    if (!isPage(source)) return false;
    if (file === undefined) return !vendors.test(specifier);
    if (file.startsWith("packages/zalo-phone/src/")) return false;
    return !(file.startsWith("packages/zalo-simulator/src/page/") && form === "type");
  });
  expect(wrong).toEqual([]);
  expect(importsWhere((source, { specifier }) => !isPage(source) && /preact/.test(specifier))).toEqual([]);
});

test("a plugin imports itself and the kit, never another plugin, the simulator or the demo", () => {
  const wrong = importsWhere((source, { file }) => {
    if (!isPlugin(source) || file === undefined) return false;
    const own = source.path.split("/").slice(0, 2).join("/");
    return !file.startsWith(`${own}/`) && !file.startsWith("packages/channel-kit/src/");
  });
  expect(wrong).toEqual([]);
});

test("the kit imports nothing of ours but itself", () => {
  const wrong = importsWhere(
    (source, { file }) =>
      isKit(source) && file !== undefined && !file.startsWith("packages/channel-kit/src/"),
  );
  expect(wrong).toEqual([]);
});

test("code that is delivered imports neither tests nor what is made for tests", () => {
  const wrong = importsWhere(
    (_, { file }) => file !== undefined && /^test\/|\.test\.ts$|\/testing\//.test(file),
  );
  expect(wrong).toEqual([]);
});

test("every import of our own names a file that exists", () => {
  const known = new Set(sources.map(({ path }) => path));
  expect(importsWhere((_, { file }) => file !== undefined && !known.has(file))).toEqual([]);
});

test.each([
  ["undici", /^packages\/channel-kit\/src\/http\/http-client\.ts$/],
  ["zca-js", /^extensions\/zalouser\/src\/session\/zca-session\.ts$/],
  ["qrcode-terminal", /^extensions\/zalouser\/src\/login\/terminal-qr\.ts$/],
])("%s is imported by one file only", (vendor, only) => {
  const named = importsWhere(
    (source, { specifier }) =>
      (specifier === vendor || specifier.startsWith(`${vendor}/`)) && !only.test(source.path),
  );
  expect(named).toEqual([]);
});

test("the database is touched only in the kit's inbox/", () => {
  expect(
    importsWhere(
      (source, { specifier }) =>
        specifier === "node:sqlite" && !source.path.startsWith("packages/channel-kit/src/inbox/"),
    ),
  ).toEqual([]);
});

test("nothing but the gateway and what is named here comes from outside", () => {
  const allowed = /^(?:node:|openclaw\/|zod$|undici$|zca-js$|qrcode-terminal$|ws$|uqr$)/;
  expect(
    importsWhere(
      (source, { file, specifier }) => !isPage(source) && file === undefined && !allowed.test(specifier),
    ),
  ).toEqual([]);
});

test("a plugin starts no process, opens no socket and reads the environment in one file only", () => {
  const risky = /^node:(?:child_process|cluster|worker_threads|net|tls|dgram|vm)$/;
  expect(
    importsWhere((source, { specifier }) => (isPlugin(source) || isKit(source)) && risky.test(specifier)),
  ).toEqual([]);
  const readers = sources.filter((source) => isPlugin(source) || isKit(source));
  expect(readers.filter(({ text }) => text.includes("process.env")).map(({ path }) => path)).toEqual([
    "extensions/zalo/src/config/env.ts",
    "extensions/zalouser/src/config/env.ts",
  ]);
});
