import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { startSimulator } from "./simulator.ts";

const CLI = fileURLToPath(new URL("./cli.ts", import.meta.url));

type Running = ChildProcessByStdio<null, Readable, Readable>;
const run = (...args: string[]): Running =>
  spawn(process.execPath, [CLI, ...args], { stdio: ["ignore", "pipe", "pipe"] });

const read = async (url: string) => JSON.parse(await (await fetch(url)).text());

/** Waits for the end, and returns what was written and how it ended. */
async function ended(child: Running) {
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
  return { out, err, code };
}

test("runs alone, says where it is and how to use it, and stops on Ctrl-C", async () => {
  const child = run("--bot", "Bot Hoa", "--person", "An", "--person", "Bình", "--switch", "maxPollSeconds=5");
  const over = ended(child);
  const [first] = await once(child.stdout, "data");
  const welcome = String(first);
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(welcome)?.[0];
  const token = /token\s+(\S+)/.exec(welcome)?.[1];
  expect(await read(`${url}/bot${token}/getMe`)).toMatchObject({
    result: { display_name: "Bot Hoa" },
  });
  const people: { id: string; name: string }[] = await read(`${url}/control/people`);
  expect(people).toMatchObject([{ name: "An" }, { name: "Bình" }]);
  for (const { id } of people) expect(welcome).toContain(id);
  expect(await read(`${url}/control/bots`)).toMatchObject([
    { switches: { maxPollSeconds: 5, queueMode: "consume" } },
  ]);
  const poll = fetch(`${url}/bot${token}/getUpdates`);
  await fetch(`${url}/control/journal/wait`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ match: { kind: "poll-opened" }, timeoutMs: 20_000 }),
  });
  child.kill("SIGINT");
  await expect(poll).rejects.toThrow();
  expect(await over).toMatchObject({ code: 0, err: "" });
});

test("a world that is the same at every start can be asked for", async () => {
  const id = "a1b2c3d4e5f6a7b8c9d0";
  const token = "1000000000000000001:a-token-for-tests";
  const child = run("--token", token, "--person", `An=${id}`, "--person", "Bình", "--group", "Chung cư");
  const over = ended(child);
  const [first] = await once(child.stdout, "data");
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(String(first))?.[0];
  expect(await read(`${url}/bot${token}/getMe`)).toMatchObject({ ok: true });
  const threads: { name: string; friend?: boolean }[] = await read(`${url}/page/people/${id}/threads`);
  expect(threads).toMatchObject([{ name: "Bot Demo" }, { name: "Chung cư" }, { name: "Bình", friend: true }]);
  child.kill("SIGINT");
  expect(await over).toMatchObject({ code: 0 });
});

test("says that a port is taken and what to do", async () => {
  await using zalo = await startSimulator();
  const port = new URL(zalo.url).port;
  const { code, err } = await ended(run("--port", port));
  expect(code).toBe(1);
  expect(err).toContain(`Port ${port} is taken`);
});

test.each([
  [["--port", "high"], "--port must be a number"],
  [["--queue-mode", "fast"], "queueMode"],
  [["--bot", "Shop"], 'must begin with "Bot"'],
  [["--switch", "pollers"], "NAME=VALUE"],
  [["--loud"], "--loud"],
])("refuses %j with a reason", async (args, reason) => {
  const { code, err } = await ended(run(...args));
  expect(code).toBe(1);
  expect(err).toContain(reason);
  expect(err).toContain("--help");
});

test("explains itself with --help", async () => {
  const { code, out } = await ended(run("--help"));
  expect(code).toBe(0);
  expect(out).toContain("--queue-mode");
});
