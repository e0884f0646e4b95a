import { type LetterCommands, namedAccounts } from "channel-kit/cli/letter-commands";
import { addLetterCommands, type CliContext, terminal } from "channel-kit/host/letter-program";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { listAccountIds } from "../config/account-ids.ts";
import { resolveAccount } from "../config/accounts.ts";
import { getZalouserRuntime } from "../runtime.ts";
import { ZALOUSER_COMMAND } from "./descriptor.ts";
import { chatOfEvent, messageOfEvent } from "./read-letter.ts";

/** Puts `openclaw zalouser …` together. */
export function addCommands({ program, config }: Pick<CliContext, "program" | "config">): void {
  const zalouser = program.command(ZALOUSER_COMMAND.name).description(ZALOUSER_COMMAND.description);
  addLetterCommands(zalouser, () => letterCommands(config));
}

const letterCommands = (cfg: OpenClawConfig): LetterCommands => ({
  channelId: "zalouser",
  stateDir: getZalouserRuntime().state.resolveStateDir(),
  ...terminal,
  accounts: (account) => {
    const named =
      account === undefined ? undefined : { account, accountId: resolveAccount(cfg, account).accountId };
    return namedAccounts(listAccountIds(cfg), named, terminal);
  },
  reading: { chatOf: chatOfEvent, messageOf: messageOfEvent },
});
