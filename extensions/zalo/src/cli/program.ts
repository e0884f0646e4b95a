import type { OpenClawConfig, OpenClawPluginApi } from "openclaw/plugin-sdk/channel-core";
import { getZaloRuntime } from "../runtime.ts";
import { type CommandContext, runList, runSettle, runWebhook } from "./commands.ts";
import { ZALO_COMMAND } from "./descriptor.ts";

/** What the gateway hands to whoever adds commands. */
type CliContext = Parameters<Parameters<OpenClawPluginApi["registerCli"]>[0]>[0];

/** Puts `openclaw zalo …` together. Everything a command does stands in `commands.ts`. */
export function addCommands({ program, config }: Pick<CliContext, "program" | "config">): void {
  const zalo = program.command(ZALO_COMMAND.name).description(ZALO_COMMAND.description);

  const letters = zalo
    .command("dead-letters")
    .description("Messages that could not be answered and were given up");
  letters
    .command("list")
    .description("Show them: id, chat, when and why")
    .option("--account <id>", "Only this account")
    .option("--show", "Also show who wrote what")
    .option("--json", "Print JSON")
    .action(async (options: object) => await runList(contextOf(config), options));
  for (const verb of ["retry", "drop"] as const) {
    letters
      .command(verb)
      .argument("[ids...]", "Ids that the list shows")
      .description(verb === "retry" ? "Hand messages in again" : "Throw messages away for good")
      .option("--account <id>", "Only this account")
      .option("--all", "All of them")
      .option("--json", "Print JSON")
      .action(
        async (ids: string[], options: object) => await runSettle(contextOf(config), verb, ids, options),
      );
  }

  const webhook = zalo.command("webhook").description("The webhook that Zalo has for a bot");
  for (const verb of ["show", "remove"] as const) {
    webhook
      .command(verb)
      .description(
        verb === "show" ? "Ask Zalo which is registered" : "Remove one that another program has registered",
      )
      .option("--account <id>", "Only this account")
      .option("--json", "Print JSON")
      .action(async (options: object) => await runWebhook(contextOf(config), verb, options));
  }
}

function contextOf(cfg: OpenClawConfig): CommandContext {
  return {
    cfg,
    stateDir: getZaloRuntime().state.resolveStateDir(),
    print: (line) => void process.stdout.write(`${line}\n`),
    fail: (line) => {
      process.exitCode = 1;
      process.stderr.write(`${line}\n`);
    },
  };
}
