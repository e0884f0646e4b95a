import {
  type CommandOutput,
  type LetterCommands,
  namedAccounts,
  type Options,
  printAs,
} from "channel-kit/cli/letter-commands";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { Update } from "../bot-api/wire.ts";
import { listAccountIds } from "../config/account-ids.ts";
import { resolveAccount } from "../config/accounts.ts";
import { webhookLine } from "./lines.ts";
import { type RegisteredWebhook, removeWebhook, showWebhook } from "./webhook.ts";

/** What `openclaw zalo …` works with. */
export interface CommandContext extends CommandOutput {
  cfg: OpenClawConfig;
  stateDir: string;
}

/** The same for `openclaw zalo dead-letters …`. */
export const letterCommands = (context: CommandContext): LetterCommands => ({
  channelId: "zalo",
  stateDir: context.stateDir,
  print: context.print,
  fail: context.fail,
  accounts: (named) => accountsOf(context, named),
  reading: {
    // The key of an event is its chat and its message; see `eventKey`.
    chatOf: (eventId) => eventId.split(":", 1)[0] ?? eventId,
    messageOf: (event) => {
      const update = Update.safeParse(event);
      if (!update.success) return undefined;
      const { from, text, caption } = update.data.message;
      return { from: from.display_name ?? from.id, text: text ?? caption ?? "" };
    },
  },
});

/** `webhook show` and `webhook remove` */
export async function runWebhook(
  context: CommandContext,
  verb: "show" | "remove",
  options: Options,
): Promise<void> {
  const accountIds = accountsOf(context, options.account);
  if (accountIds.length === 0) return;
  if (verb === "remove" && accountIds.length > 1) {
    return context.fail(`Name one account with --account. There are: ${accountIds.join(", ")}.`);
  }
  const found: RegisteredWebhook[] = [];
  const ask = verb === "show" ? showWebhook : removeWebhook;
  for (const accountId of accountIds) {
    try {
      found.push(await ask(context.cfg, accountId));
    } catch (error) {
      context.fail(error instanceof Error ? error.message : String(error));
    }
  }
  printAs(
    context,
    options,
    { webhooks: found },
    found.map((webhook) => webhookLine(webhook, verb)),
  );
}

/** The account that was named, or all of them. */
function accountsOf(context: CommandContext, account: string | undefined): readonly string[] {
  const named =
    account === undefined
      ? undefined
      : { account, accountId: resolveAccount(context.cfg, account).accountId };
  return namedAccounts(listAccountIds(context.cfg), named, context);
}
