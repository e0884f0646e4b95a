import { addCommands } from "../../extensions/zalo/src/cli/program.ts";
import { addCommands as addPersonalCommands } from "../../extensions/zalouser/src/cli/program.ts";

/** One command of ours: its words from `zalo` or `zalouser` on, and its flags. */
interface OwnCommand {
  path: string;
  flags: string[];
}

type Program = Parameters<typeof addCommands>[0]["program"];

/** Writes down what is added to it, as far as our commands use the gateway's command library. */
class Recorder {
  readonly #path: string[];
  readonly #found: OwnCommand[];
  readonly #own: OwnCommand;

  constructor(path: string[], found: OwnCommand[]) {
    this.#path = path;
    this.#found = found;
    this.#own = { path: path.join(" "), flags: [] };
    found.push(this.#own);
  }

  command(name: string): Recorder {
    return new Recorder([...this.#path, name], this.#found);
  }

  option(flags: string): this {
    this.#own.flags.push(...(flags.match(/--[a-z-]+/g) ?? []));
    return this;
  }

  argument(): this {
    return this;
  }

  description(): this {
    return this;
  }

  action(): this {
    return this;
  }
}

/** Every command that the plugins add to `openclaw`. */
export function ownCommands(): readonly OwnCommand[] {
  const found: OwnCommand[] = [];
  // The library itself belongs to the gateway and cannot be imported here.
  const program = new Recorder([], found) as unknown as Program;
  addCommands({ program, config: {} });
  addPersonalCommands({ program, config: {} });
  return found;
}

/** What is wrong with the words behind `openclaw zalo` or `zalouser`; undefined when there is such a command. */
export function wrongOwnCommand(channel: string, rest: string): string | undefined {
  const words = rest.trim().split(/\s+/);
  const path = [channel, ...words.filter((word) => /^[a-z][a-z-]*$/.test(word)).slice(0, 2)].join(" ");
  const command = ownCommands().find((one) => one.path === path);
  if (command === undefined) return `there is no command "openclaw ${path}"`;
  const unknown = words.find((word) => word.startsWith("--") && !command.flags.includes(word));
  return unknown === undefined ? undefined : `"openclaw ${path}" has no flag ${unknown}`;
}
