import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { Builder } from "./builder.ts";

/** A small repository whose only package is "built" by writing down how often that was done. */
function repository() {
  const root = mkdtempSync(join(tmpdir(), "demo-built-"));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  write("shop/src/index.ts", "export const price = 1;");
  write("shop/src/deep/more.ts", "export const more = 2;");
  write("shop/package.json", "{}");
  const done = { times: 0, fails: false };
  const shop = {
    folder: "shop",
    sources: ["shop/src", "shop/package.json", "shop/not-there.json"],
    build: async () => {
      if (done.fails) throw new Error("The shop could not be built.");
      done.times += 1;
      write("shop/dist/index.js", `built ${done.times}`);
    },
  };
  const state = (name: string) => new Builder({ shop }, join(root, name), root);
  return { root, write, done, state, [Symbol.dispose]: () => rmSync(root, { recursive: true }) };
}

const SIGNAL = new AbortController().signal;

test("what was built stays built until one of its sources is another", async () => {
  using place = repository();
  const builder = place.state("state");
  expect(builder.isBuilt("shop")).toBe(false);
  await builder.build("shop", SIGNAL);
  expect(builder.isBuilt("shop")).toBe(true);
  for (const [path, text] of [
    ["shop/src/deep/more.ts", "export const more = 3;"],
    ["shop/src/new.ts", ""],
    ["shop/package.json", '{"name":"shop"}'],
    ["shop/not-there.json", "{}"],
  ] as const) {
    place.write(path, text);
    expect([path, builder.isBuilt("shop")]).toEqual([path, false]);
    await builder.build("shop", SIGNAL);
    expect([path, builder.isBuilt("shop")]).toEqual([path, true]);
  }
  expect(place.done.times).toBe(5);
});

test("a test beside the sources is no reason to build anew", async () => {
  using place = repository();
  const builder = place.state("state");
  await builder.build("shop", SIGNAL);
  place.write("shop/src/index.test.ts", "test");
  expect(builder.isBuilt("shop")).toBe(true);
});

test("what somebody else put into dist, or took out of it, is not trusted", async () => {
  using place = repository();
  const builder = place.state("state");
  await builder.build("shop", SIGNAL);
  place.write("shop/dist/index.js", "something else");
  expect(builder.isBuilt("shop")).toBe(false);
  await builder.build("shop", SIGNAL);
  rmSync(join(place.root, "shop/dist"), { recursive: true });
  expect(builder.isBuilt("shop")).toBe(false);
  expect(place.state("another-state").isBuilt("shop")).toBe(false);
});

test("a build that failed counts for none", async () => {
  using place = repository();
  const builder = place.state("state");
  place.done.fails = true;
  await expect(builder.build("shop", SIGNAL)).rejects.toThrow("The shop could not be built.");
  expect(builder.isBuilt("shop")).toBe(false);
});
