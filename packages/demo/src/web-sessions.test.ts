import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startSimulator } from "zalo-simulator/simulator";
import { Zalo } from "zca-js";
import { setScene } from "./scene.ts";
import { keepWebSessions } from "./web-sessions.ts";

function place() {
  const folder = mkdtempSync(join(tmpdir(), "demo-sessions-"));
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true }) };
}

/** One start of the demo's Zalo in this folder. */
async function start(folder: string) {
  const stack = new AsyncDisposableStack();
  const zalo = stack.use(await startSimulator());
  const scene = setScene(zalo);
  stack.use(keepWebSessions(folder, zalo));
  const client = new Zalo({
    checkUpdate: false,
    logging: false,
    polyfill: (input: string | URL | Request, init?: RequestInit) =>
      fetch(String(input).replace("https://", `${zalo.url}/web/`), init),
  });
  return { ...scene, client, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

test("who logged in to one start of the demo's Zalo is logged in to the next one", async () => {
  using here = place();
  const credentials = await (async () => {
    await using s = await start(here.folder);
    const saved = s.zalo.personal.signIn(s.owner);
    await s.client.login(saved);
    return saved;
  })();
  await using s = await start(here.folder);
  expect((await s.client.login(credentials)).getOwnId()).toBe(s.owner.uid);
  expect(s.zalo.personal.sessions(s.owner)).toBe(1);
});

test("who was logged out stays so, and a broken file is as good as none", async () => {
  using here = place();
  {
    await using s = await start(here.folder);
    s.zalo.personal.signIn(s.owner);
    s.zalo.personal.expireSession(s.owner);
  }
  {
    await using s = await start(here.folder);
    expect([s.zalo.personal.owners, s.zalo.personal.sessions(s.owner)]).toEqual([[s.owner], 0]);
  }
  writeFileSync(join(here.folder, "web-sessions.json"), '[{"uid":');
  await using s = await start(here.folder);
  expect(s.zalo.personal.owners).toEqual([]);
});
