import { describe, expect, test } from "vitest";
import { type Import, readSource } from "../support/sources.ts";

/** How a file is reached: the chain of files from the door, for a message that says where to cut. */
interface Reached {
  imports: Map<string, string>;
}

/** Everything that is loaded, step by step, as soon as the door is imported. */
function loadedWith(door: string): Reached {
  const imports = new Map<string, string>();
  const walk = (path: string, chain: string): void => {
    for (const one of readSource(path).imports) {
      if (one.form !== "static") continue;
      const name = one.file ?? one.specifier;
      if (imports.has(name)) continue;
      imports.set(name, `${chain} → ${name}`);
      if (one.file !== undefined) walk(one.file, `${chain} → ${one.file}`);
    }
  };
  walk(door, door);
  return { imports };
}

const chainsTo = ({ imports }: Reached, heavy: RegExp): string[] =>
  [...imports].filter(([name]) => heavy.test(name)).map(([, chain]) => chain);

/** What may be loaded only when an account starts or something is sent. */
const HEAVY: readonly (readonly [string, RegExp])[] = [
  ["a vendor's package", /^(?:undici|zca-js|ws|qrcode-terminal)(?:\/|$)/],
  ["a module of Node's that opens connections", /^node:(?:http|https|tls|net|worker_threads)$/],
  ["receive/", /^extensions\/[^/]+\/src\/receive\//],
  ["session/", /^extensions\/[^/]+\/src\/session\//],
  ["bot-api/", /^extensions\/[^/]+\/src\/bot-api\//],
  ["the outbound adapter", /^extensions\/[^/]+\/src\/send\/(?:outbound|connect)\.ts$/],
  ["the guided set-up", /^extensions\/[^/]+\/src\/setup\/(?:run-wizard|ask-.+|talk|words-vi)\.ts$/],
  ["the inbox", /^packages\/channel-kit\/src\/inbox\/sqlite|^node:sqlite$/],
];

const DOORS = ["zalo", "zalouser"].flatMap((plugin) => [
  [`extensions/${plugin}/setup-entry.ts`, plugin] as const,
  [`extensions/${plugin}/index.ts`, plugin] as const,
]);

describe.each(DOORS)("%s", (door, plugin) => {
  const reached = loadedWith(door);

  test("is followed through more than one file", () => {
    expect(reached.imports.has(`extensions/${plugin}/src/config/schema.ts`)).toBe(true);
  });

  test.each(HEAVY)("loads without %s", (_, heavy) => {
    expect(chainsTo(reached, heavy)).toEqual([]);
  });
});

test("the heavy part is loaded lazily and not simply gone", () => {
  const lazy = readSource("extensions/zalo/src/channel.ts").imports.filter(
    ({ form }: Import) => form === "lazy",
  );
  expect(lazy.map(({ file }) => file)).toContain("extensions/zalo/src/receive/start.ts");
  expect(lazy.map(({ file }) => file)).toContain("extensions/zalo/src/send/outbound.ts");
});
