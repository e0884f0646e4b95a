import { type FileHandle, open } from "node:fs/promises";
import { approve, approveCommand, besideCommand } from "./pairing.ts";
import type { Demo } from "./start-demo.ts";
import type { Terminal } from "./terminal.ts";

const BOT = (folder: string) => `The gateway listens to your bot on the real Zalo.
  1. Open Zalo on your phone, find your bot, and write to it.
  2. It answers with a pairing code. Approve it here with /approve <code>, or in a second terminal, in the
     repository:
       ${approveCommand(folder, "<code>")}
  3. Write again: the agent answers.
`;

const PERSONAL = (
  folder: string,
) => `The gateway is ready for a personal account on the real Zalo. Use one that you can afford to lose: Zalo may lock it.
  1. In a second terminal, in the repository, log it in and scan the code with its phone; later starts remember it:
       ${besideCommand(folder, "openclaw channels login --channel zalouser")}
  2. Have somebody write to the account. They receive a pairing code, which you approve here with
     /approve zalouser <code>, or there:
       ${approveCommand(folder, "<code>", "zalouser")}
  3. They write again: the agent answers in the account's name.
`;

const BELOW = "Below is what the gateway logs about it. /quit or Ctrl-C stops everything.\n";

/** How often the log is looked at for new lines. */
const LOG_POLL_MS = 500;

/** Shows what the gateway logs about Zalo, and approves codes, until the input ends or `/quit`. */
export async function watchRealZalo(
  demo: Demo,
  { hasBot, hasPersonal }: { hasBot: boolean; hasPersonal: boolean },
  terminal: Terminal,
  signal: AbortSignal,
): Promise<void> {
  if (hasBot) terminal.print(BOT(demo.folder));
  if (hasPersonal) terminal.print(PERSONAL(demo.folder));
  terminal.print(BELOW);
  const stop = new AbortController();
  const following = followLog(demo.gateway.logFile, AbortSignal.any([signal, stop.signal]), (line) =>
    terminal.print(line),
  );
  try {
    for await (const line of terminal.lines()) {
      const [command, ...words] = line.split(/\s+/);
      if (command === "/quit" || command === "/exit") break;
      const code = words.at(-1);
      const channel = words.length > 1 ? words[0] : hasBot ? "zalo" : "zalouser";
      if (command !== "/approve" || code === undefined || channel === undefined) {
        if (line !== "")
          terminal.print(
            "  Here one types /approve [zalouser] <code> or /quit; to the account one writes in Zalo.",
          );
        continue;
      }
      terminal.print(await approve(demo.gateway, channel, code).catch((error: Error) => error.message));
    }
  } finally {
    stop.abort();
    await following;
  }
}

/** Hands over every line about Zalo that this process's gateway logs, until the signal fires. */
async function followLog(file: string, signal: AbortSignal, show: (line: string) => void): Promise<void> {
  await using log: FileHandle = await open(file, "r");
  const since = Date.now() - process.uptime() * 1_000;
  let rest = "";
  const decoder = new TextDecoder();
  const buffer = Buffer.alloc(64 * 1024);
  while (!signal.aborted) {
    const { bytesRead } = await log.read(buffer, 0, buffer.length, null);
    if (bytesRead === 0) {
      await new Promise((resolve) => setTimeout(resolve, LOG_POLL_MS));
      continue;
    }
    const lines = (rest + decoder.decode(buffer.subarray(0, bytesRead), { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const shown = zaloLine(line, since);
      if (shown !== undefined) show(shown);
    }
  }
}

/**
 * A line of the gateway's JSON log as a person reads it; undefined when it is not about Zalo, or older than
 * `since`, in milliseconds since the epoch.
 */
export function zaloLine(line: string, since: number): string | undefined {
  try {
    const {
      message,
      time,
      _meta: meta,
    } = JSON.parse(line) as {
      message?: string;
      time?: string;
      _meta?: { name?: string; logLevelName?: string };
    };
    if (message === undefined || meta?.name === undefined) return undefined;
    if (!/"zalo(?:user)?\//.test(meta.name)) return undefined;
    if (Date.parse(time ?? "") < since) return undefined;
    return `${time?.slice(11, 19) ?? ""} ${(meta.logLevelName ?? "").toLowerCase().padEnd(5)} ${message}`;
  } catch {
    return undefined;
  }
}
