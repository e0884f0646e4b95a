import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { openInbox } from "./sqlite-inbox.ts";

const WORKER = fileURLToPath(new URL("../testing/inbox-worker.ts", import.meta.url));

test("three processes that make the same new file at once lose no event of any", async () => {
  await using place = temporaryFile();
  const workers = ["a", "b", "c"].map((name) => place.worker("append-hundred", name));
  await goTogether(workers);
  const acknowledged = (await Promise.all(workers.map((worker) => worker.finished()))).flat();
  using inbox = openInbox({ file: place.file, channelId: "zalo" });
  const stored = await inbox.queue("work").listPending({ limit: "all" });
  expect(acknowledged).toHaveLength(300);
  expect(stored.map(({ id }) => id).toSorted()).toEqual(acknowledged.toSorted());
});

test("three processes that fight over 300 events handle each of them once", async () => {
  await using place = temporaryFile();
  const ids = Array.from({ length: 300 }, (_, index) => `m${index}`);
  using inbox = openInbox({ file: place.file, channelId: "zalo" });
  await Promise.all(ids.map((id) => inbox.queue("work").enqueue(id, {})));
  const workers = ["a", "b", "c"].map((name) => place.worker("claim-all", name));
  await goTogether(workers);
  const handled = await Promise.all(workers.map((worker) => worker.finished()));
  expect(handled.flat().toSorted()).toEqual(ids.toSorted());
  expect(inbox.depth("work")).toEqual({ pending: 0, claimed: 0, failed: 0 });
});

test("a process killed while it appends loses nothing that it had acknowledged", async () => {
  await using place = temporaryFile();
  const worker = place.worker("append-forever", "a");
  await goTogether([worker]);
  const acknowledged = await worker.killedAfter(100);
  using inbox = openInbox({ file: place.file, channelId: "zalo" });
  const stored = new Set((await inbox.queue("work").listPending({ limit: "all" })).map(({ id }) => id));
  expect(acknowledged.length).toBeGreaterThanOrEqual(100);
  expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
  expect((await inbox.queue("work").enqueue("later", {})).kind).toBe("accepted");
});

interface Worker {
  ready: Promise<void>;
  go(): void;
  /** What it acknowledged by the time it ended well and without a word of complaint. */
  finished(): Promise<string[]>;
  /** Kills it the hard way after that many lines and answers all that it acknowledged. */
  killedAfter(lines: number): Promise<string[]>;
}

async function goTogether(workers: readonly Worker[]): Promise<void> {
  await Promise.all(workers.map(({ ready }) => ready));
  for (const worker of workers) worker.go();
}

function startWorker(child: ChildProcess): Worker {
  const { stdin, stdout, stderr } = child;
  if (stdin === null || stdout === null || stderr === null) throw new Error("The worker has no pipes.");
  const acknowledged: string[] = [];
  const complaints: string[] = [];
  const lines = createInterface({ input: stdout });
  const closed = once(child, "close");
  const ready = Promise.withResolvers<void>();
  let onLine = () => {};
  lines.on("line", (line) => {
    if (line === "ready") ready.resolve();
    else acknowledged.push(line);
    onLine();
  });
  stderr.on("data", (chunk) => complaints.push(String(chunk)));
  closed.then(() => ready.reject(new Error(`The worker ended early: ${complaints.join("")}`)));
  return {
    ready: ready.promise,
    go: () => stdin.end("go\n"),
    finished: async () => {
      const [code] = await closed;
      expect({ code, complaints: complaints.join("") }).toEqual({ code: 0, complaints: "" });
      return acknowledged;
    },
    killedAfter: async (count) => {
      onLine = () => {
        if (acknowledged.length >= count) child.kill("SIGKILL");
      };
      await closed;
      return acknowledged;
    },
  };
}

function temporaryFile() {
  const folder = mkdtempSync(join(tmpdir(), "inbox-"));
  const file = join(folder, "inbox.sqlite");
  const children: ChildProcess[] = [];
  return {
    file,
    worker: (job: string, name: string): Worker => {
      const child = spawn(process.execPath, [WORKER, job, file, name], { stdio: "pipe" });
      children.push(child);
      return startWorker(child);
    },
    [Symbol.asyncDispose]: async () => {
      for (const child of children) {
        if (child.exitCode !== null || child.signalCode !== null) continue;
        child.kill("SIGKILL");
        await once(child, "close");
      }
      rmSync(folder, { recursive: true });
    },
  };
}
