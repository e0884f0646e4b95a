import type { OpenClawPluginApi } from "openclaw/plugin-sdk/channel-core";
import type { LetterCommands, Options } from "../cli/letter-commands.ts";

/** What the gateway hands to whoever adds commands. */
export type CliContext = Parameters<Parameters<OpenClawPluginApi["registerCli"]>[0]>[0];

/** Puts `openclaw <channel> dead-letters …` together. What it works with is made when it runs. */
export function addLetterCommands(
  parent: Pick<CliContext["program"], "command">,
  context: () => LetterCommands,
): void {
  const letters = parent
    .command("dead-letters")
    .description("Messages that could not be answered and were given up");
  letters
    .command("list")
    .description("Show them: id, chat, when and why")
    .option("--account <id>", "Only this account")
    .option("--show", "Also show who wrote what")
    .option("--json", "Print JSON")
    .action(async (options: Options & { show?: boolean }) => {
      const { runList } = await import("../cli/letter-commands.ts");
      await runList(context(), options);
    });
  for (const verb of ["retry", "drop"] as const) {
    letters
      .command(verb)
      .argument("[ids...]", "Ids that the list shows")
      .description(verb === "retry" ? "Hand messages in again" : "Throw messages away for good")
      .option("--account <id>", "Only this account")
      .option("--all", "All of them")
      .option("--json", "Print JSON")
      .action(async (ids: string[], options: Options & { all?: boolean }) => {
        const { runSettle } = await import("../cli/letter-commands.ts");
        await runSettle(context(), verb, ids, options);
      });
  }
}

/** Prints to the terminal that a command was typed in. */
export const terminal = {
  print: (line: string): void => void process.stdout.write(`${line}\n`),
  fail: (line: string): void => {
    process.exitCode = 1;
    process.stderr.write(`${line}\n`);
  },
};
