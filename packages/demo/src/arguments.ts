import { join, resolve } from "node:path";
import { ROOT } from "./repository.ts";

/** What the command line asks for. `folder` is absolute and holds all state. */
export type Request =
  | { kind: "help" }
  | Chat
  | { kind: "say"; folder: string; text: string; approve: boolean }
  | { kind: "openclaw"; folder: string; args: readonly string[]; real?: true };

/** Everything runs until it is stopped. */
export interface Chat {
  kind: "chat";
  folder: string;
  /** Where the page is served; undefined for the usual port, or any free one when that is taken. */
  port?: number;
  /** Log the personal account in at once, as if its owner had scanned and confirmed. */
  login?: true;
  /** The real Zalo. */
  real?: true;
}

/** A command line that cannot be meant; the message says what to type instead. */
export class UsageError extends Error {}

export const HELP = `npm run demo                                  a simulated Zalo with a phone in the browser, a real gateway, both plugins
npm run demo -- --say "xin chào" --approve    one exchange without browser or terminal; exit code 0 when the agent answered
npm run demo -- --real                        the same gateway on the real Zalo
npm run demo -- openclaw <command…>           any openclaw command on the demo's gateway, from a second terminal

Options
  --login            log the simulated personal account in at once, instead of by its QR code on the page
  --port <number>    serve the page there; 0 for any free port
  --say <text>       write this to the bot, print what comes back, and stop
  --approve          with --say: approve the writer's pairing code when the bot asks for it
  --real             the bot of ZALO_BOT_TOKEN, if it is set, and a personal account that is logged in in the terminal;
                     its state is in .demo/real
  --folder <path>    keep all state there instead of .demo in the repository
  --help             this text

Environment
  ZALO_BOT_TOKEN     use this bot on the real Zalo instead of the simulated one, with or without --real
  OPENAI_API_KEY     use OpenAI, or the server at OPENAI_BASE_URL, instead of the small local model
  OPENAI_BASE_URL    an OpenAI-compatible server, up to and with /v1
  OPENAI_MODEL       the model's name there`;

/** What was typed, before it is known whether it fits together. */
interface Typed {
  folder?: string;
  text?: string;
  port?: number;
  approve?: true;
  login?: true;
  real?: true;
}

/** Reads the command line. Throws `UsageError`. */
export function readArguments(argv: readonly string[]): Request {
  const typed: Typed = {};
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
        typed.text = takeValue(flag, inline, 'a text: --say "xin chào"');
        break;
      case "--folder":
        typed.folder = resolve(takeValue(flag, inline, "a path"));
        break;
      case "--port":
        typed.port = portNumber(takeValue(flag, inline, "a number: --port 8080"));
        break;
      case "--approve":
      case "--login":
      case "--real":
        if (inline !== undefined) throw new UsageError(`${flag} takes no value.`);
        typed[SWITCHES[flag]] = true;
        break;
      case "openclaw":
        return {
          kind: "openclaw",
          folder: folderOf(typed),
          args: left,
          ...(typed.real === true ? { real: true } : {}),
        };
      default:
        throw new UsageError(explain(argument, typed));
    }
  }
  return typed.text === undefined ? chatOf(typed) : sayOf(typed, typed.text);
}

const SWITCHES = { "--approve": "approve", "--login": "login", "--real": "real" } as const;

/** Real logins never lie beside simulated ones, which would be tried on the real Zalo. */
const folderOf = ({ folder, real }: Typed): string =>
  folder ?? join(ROOT, ".demo", ...(real === true ? ["real"] : []));

function chatOf(typed: Typed): Chat {
  const { approve, login, real, port } = typed;
  if (approve === true) throw new UsageError(`--approve goes with --say. ${APPROVE_ELSEWHERE}`);
  if (real === true && (login === true || port !== undefined)) {
    throw new UsageError("--login and --port are about the simulated Zalo, and --real uses the real one.");
  }
  return {
    kind: "chat",
    folder: folderOf(typed),
    ...(port === undefined ? {} : { port }),
    ...(login === true ? { login } : {}),
    ...(real === true ? { real } : {}),
  };
}

function sayOf(typed: Typed, text: string): Request {
  const odd = [
    typed.login === true ? "--login" : "",
    typed.real === true ? "--real" : "",
    typed.port === undefined ? "" : "--port",
  ].find((flag) => flag !== "");
  if (odd !== undefined) throw new UsageError(`--say goes without ${odd}.`);
  return { kind: "say", folder: folderOf(typed), text, approve: typed.approve === true };
}

function portNumber(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new UsageError(`--port needs a number from 0 to 65535, not "${text}".`);
}

const APPROVE_ELSEWHERE =
  "To approve a code of a running demo: npm run demo -- openclaw pairing approve zalo <code>";

function explain(argument: string, { text, approve }: Typed): string {
  if (argument.startsWith("-")) return `Unknown option "${argument}".`;
  if (approve === true)
    return `--approve takes no code, and "${argument}" is none of the options. ${APPROVE_ELSEWHERE}`;
  if (text !== undefined) return `Unexpected "${argument}". Put the whole text in quotes: --say "xin chào".`;
  return `Unexpected "${argument}".`;
}
