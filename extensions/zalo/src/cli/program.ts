import { addLetterCommands, type CliContext, terminal } from "channel-kit/host/letter-program";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { getZaloRuntime } from "../runtime.ts";
import { type CommandContext, letterCommands, runWebhook } from "./commands.ts";
import { ZALO_COMMAND } from "./descriptor.ts";

/** Puts `openclaw zalo …` together. Everything a command does stands elsewhere. */
export function addCommands({ program, config }: Pick<CliContext, "program" | "config">): void {
  const zalo = program.command(ZALO_COMMAND.name).description(ZALO_COMMAND.description);
  addLetterCommands(zalo, () => letterCommands(contextOf(config)));
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

const contextOf = (cfg: OpenClawConfig): CommandContext => ({
  cfg,
  stateDir: getZaloRuntime().state.resolveStateDir(),
  ...terminal,
});
