import { existsSync } from "node:fs";
import { inboxFile } from "channel-kit/host/shared-inbox";
import type { Inbox } from "channel-kit/inbox/inbox";
import { openInbox } from "channel-kit/inbox/sqlite-inbox";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { listAccountIds, resolveAccount } from "../config/accounts.ts";
import {
  type Chosen,
  dropDeadLetters,
  listDeadLetters,
  type Outcome,
  retryDeadLetters,
} from "./dead-letters.ts";
import { deadLetterLines, outcomeLines, webhookLine } from "./lines.ts";
import { type RegisteredWebhook, removeWebhook, showWebhook } from "./webhook.ts";

/** What `openclaw zalo …` works with. */
export interface CommandContext {
  cfg: OpenClawConfig;
  stateDir: string;
  print(line: string): void;
  /** Says what went wrong; the command then ends with a code other than 0. */
  fail(line: string): void;
}

interface Options {
  account?: string;
  json?: boolean;
}

/** `dead-letters list` */
export async function runList(context: CommandContext, options: Options & { show?: boolean }): Promise<void> {
  await withInbox(context, options, async (inbox, accountIds) => {
    const letters = await listDeadLetters(inbox, accountIds, { show: options.show === true });
    printAs(context, options, { deadLetters: letters }, deadLetterLines(letters));
  });
}

/** `dead-letters retry` and `dead-letters drop` */
export async function runSettle(
  context: CommandContext,
  verb: "retry" | "drop",
  ids: readonly string[],
  options: Options & { all?: boolean },
): Promise<void> {
  if ((ids.length === 0) === (options.all !== true)) {
    return context.fail(`Name the ids that \`openclaw zalo dead-letters list\` shows, or give --all.`);
  }
  const chosen: Chosen = options.all === true ? "all" : ids;
  const settle = verb === "retry" ? retryDeadLetters : dropDeadLetters;
  await withInbox(context, options, async (inbox, accountIds) => {
    const outcomes: Outcome[] = await settle(inbox, accountIds, chosen);
    printAs(context, options, { outcomes }, outcomeLines(outcomes));
    const bad = outcomes.filter(({ outcome }) => outcome === "not-found" || outcome === "damaged");
    if (bad.length > 0) context.fail(`${bad.length} of ${outcomes.length} could not be settled.`);
  });
}

/** `webhook show` and `webhook remove` */
export async function runWebhook(
  context: CommandContext,
  verb: "show" | "remove",
  options: Options,
): Promise<void> {
  const accountIds = accountsOf(context, options);
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

async function withInbox(
  context: CommandContext,
  options: Options,
  work: (inbox: Inbox, accountIds: readonly string[]) => Promise<void>,
): Promise<void> {
  const accountIds = accountsOf(context, options);
  if (accountIds.length === 0) return;
  const file = inboxFile(context.stateDir, "zalo");
  if (!existsSync(file)) {
    return context.fail(
      `There is no inbox at ${file}: nothing has been received, or the gateway runs elsewhere. Run this where the gateway runs.`,
    );
  }
  try {
    using inbox = openInbox({ file, channelId: "zalo" });
    await work(inbox, accountIds);
  } catch (error) {
    context.fail(error instanceof Error ? error.message : String(error));
  }
}

/** The account that was named, or all of them. */
function accountsOf({ cfg, fail }: CommandContext, { account }: Options): readonly string[] {
  const known = listAccountIds(cfg);
  if (account === undefined) return known;
  const { accountId } = resolveAccount(cfg, account);
  if (known.includes(accountId)) return [accountId];
  fail(`There is no Zalo account "${account}". There are: ${known.join(", ")}.`);
  return [];
}

function printAs(
  { print }: CommandContext,
  { json }: Options,
  value: object,
  lines: readonly string[],
): void {
  if (json === true) print(JSON.stringify(value, null, 2));
  else for (const line of lines) print(line);
}
