import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { DeskView } from "./page/desk.ts";
import { WAIT } from "./testing/scene.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const GUIDE = readFileSync(join(ROOT, "docs", "simulator.md"), "utf8");

/** The guide's own port, in whose place every command here gets a free one. */
const PORT = /\b7007\b/g;

let port = "";
let folder = "";
const running: ChildProcess[] = [];

/** The blocks of this language, as printed but for the port. */
const blocks = (language: string): readonly string[] =>
  [...GUIDE.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "gms"))].map(([, text = ""]) =>
    text.replace(PORT, port),
  );

/** The commands of the guide that hold these words, in order. */
const commands = (words: string): readonly string[] =>
  blocks("sh")
    .flatMap((block) => block.split("\n"))
    .filter((line) => line.includes(words));

/** The one command with these words, run in a shell; what it printed, read as JSON. */
async function run(words: string): Promise<Record<string, unknown>> {
  const [command = "", ...more] = commands(words);
  expect([command, more]).toEqual([expect.stringContaining(words), []]);
  const { stdout } = await promisify(execFile)("bash", ["-c", command.replace("curl ", "curl -sS ")]);
  return JSON.parse(stdout);
}

/** Starts a program of the guide's that goes on until it is stopped. */
function start(program: string, args: readonly string[]): ChildProcess {
  const child = spawn(program, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  running.push(child);
  return child;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "guide-"));
  const probe = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => probe.once("listening", resolve));
  const address = probe.address();
  port = typeof address === "object" ? String(address?.port) : "";
  await new Promise((resolve) => probe.close(resolve));

  const [command = ""] = commands("npm run simulator");
  const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  // What npm does with it, without npm's second of its own.
  const args = command.replace("npm run simulator --", scripts["simulator"]?.replace(/^node /, "") ?? "");
  const child = start("bash", ["-c", `cd ${JSON.stringify(ROOT)} && exec node ${args}`]);
  await new Promise((resolve) => child.stdout?.once("data", resolve));
}, WAIT.timeoutMs);

afterAll(async () => {
  await Promise.all(
    running.map((child) => {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      return child.kill("SIGTERM") && gone;
    }),
  );
  rmSync(folder, { recursive: true });
});

test("the commands of the guide do what it says, in its order", async () => {
  expect(await run("/getMe")).toMatchObject({ ok: true });
  expect(await run("/messages")).toHaveProperty("messageId");
  expect(await run("/getUpdates")).toMatchObject({ ok: true, result: { message: { text: "xin chào" } } });
  expect(await run("/sendMessage")).toMatchObject({ ok: true });

  expect(await run("/control/faults")).toHaveProperty("id");
  expect(await run("/sendMessage").catch(String)).not.toMatchObject({ ok: true });
  expect(await run("/switches")).toMatchObject({ queueMode: "live-only" });
  expect(await run("/control/journal")).toMatchObject({
    entries: expect.arrayContaining([expect.objectContaining({ kind: "bot-message", text: "Chào **An**!" })]),
  });
});

test("the bot in the guide answers whoever writes to it", async () => {
  const api = `http://127.0.0.1:${port}`;
  const desk = async () => (await (await fetch(`${api}/page/desk`)).json()) as DeskView;
  for (const { id } of (await desk()).faults) {
    await fetch(`${api}/control/faults/${id}`, { method: "DELETE" });
  }
  const [bot = ""] = blocks("js");
  writeFileSync(join(folder, "echo-bot.mjs"), bot);
  const [program = "", ...args] = (commands("echo-bot.mjs")[0] ?? "").split(" ");
  start(program, args);
  const wait = async (match: object) =>
    (
      await fetch(`${api}/control/journal/wait`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ match, timeoutMs: WAIT.timeoutMs }),
      })
    ).json();
  await expect
    .poll(async () => (await desk()).bots[0]?.polls, {
      timeout: WAIT.timeoutMs,
    })
    .toBe(1);
  await run("/messages");
  expect(await wait({ kind: "bot-message", text: "Bạn nói: xin chào" })).toHaveProperty("entry");
});
