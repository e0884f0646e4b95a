import { join, resolve } from "node:path";
import { ROOT } from "./repository.ts";

/** What the command line asks for. `folder` is absolute and holds all state. */
export type Request =
  | { kind: "help" }
  | { kind: "chat"; folder: string }
  | { kind: "say"; folder: string; text: string; approve: boolean }
  | { kind: "openclaw"; folder: string; args: readonly string[] };

/** A command line that cannot be meant; the message says what to type instead. */
export class UsageError extends Error {}

export const HELP = `npm run demo                                  chat with an agent over a simulated Zalo, here in the terminal
npm run demo -- --say "xin chào" --approve    one exchange without a terminal; exit code 0 when the agent answered
npm run demo -- openclaw <command…>           any openclaw command on the demo's gateway, from a second terminal

Options
  --say <text>       write this to the bot, print what comes back, and stop
  --approve          with --say: approve the writer's pairing code when the bot asks for it
  --folder <path>    keep all state there instead of .demo in the repository
  --help             this text

Environment
  ZALO_BOT_TOKEN     use this bot on the real Zalo instead of the simulated one
  OPENAI_API_KEY     use OpenAI, or the server at OPENAI_BASE_URL, instead of the small local model
  OPENAI_BASE_URL    an OpenAI-compatible server, up to and with /v1
  OPENAI_MODEL       the model's name there`;

/** Reads the command line. Throws `UsageError`. */
export function readArguments(argv: readonly string[]): Request {
  let text: string | undefined;
  let approve = false;
  let folder = join(ROOT, ".demo");
  const left = [...argv];
  const takeValue = (flag: string, inline: string | undefined, what: string): string => {
    const value = inline ?? left.shift();
    if (value === undefined || value.trim() === "") throw new UsageError(`${flag} needs ${what}.`);
    return value;
  };
  for (let argument = left.shift(); argument !== undefined; argument = left.shift()) {
    const [, flag = argument, inline] = /^(--[a-z-]+)=(.*)$/s.exec(argument) ?? [];
    switch (flag) {
      case "--help":
      case "-h":
        return { kind: "help" };
      case "--say":
        text = takeValue(flag, inline, 'a text: --say "xin chào"');
        break;
      case "--folder":
        folder = resolve(takeValue(flag, inline, "a path"));
        break;
      case "--approve":
        if (inline !== undefined) throw new UsageError("--approve takes no value.");
        approve = true;
        break;
      case "openclaw":
        return { kind: "openclaw", folder, args: left };
      default:
        throw new UsageError(explain(argument, { afterSay: text !== undefined, afterApprove: approve }));
    }
  }
  if (text !== undefined) return { kind: "say", folder, text, approve };
  if (approve) throw new UsageError(`--approve goes with --say. ${APPROVE_ELSEWHERE}`);
  return { kind: "chat", folder };
}

const APPROVE_ELSEWHERE =
  "To approve a code of a running demo: npm run demo -- openclaw pairing approve zalo <code>";

function explain(argument: string, seen: { afterSay: boolean; afterApprove: boolean }): string {
  if (argument.startsWith("-")) return `Unknown option "${argument}".`;
  if (seen.afterApprove)
    return `--approve takes no code, and "${argument}" is none of the options. ${APPROVE_ELSEWHERE}`;
  if (seen.afterSay) return `Unexpected "${argument}". Put the whole text in quotes: --say "xin chào".`;
  return `Unexpected "${argument}".`;
}
