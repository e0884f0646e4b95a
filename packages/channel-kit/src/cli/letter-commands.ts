import { existsSync } from "node:fs";
import { inboxFile } from "../host/shared-inbox.ts";
import type { Inbox } from "../inbox/inbox.ts";
import { openInbox } from "../inbox/sqlite-inbox.ts";
import {
  type Chosen,
  dropDeadLetters,
  type LetterReading,
  listDeadLetters,
  type Outcome,
  retryDeadLetters,
} from "./dead-letters.ts";
import { deadLetterLines, outcomeLines } from "./lines.ts";

/** Where a command prints, and how it fails. */
export interface CommandOutput {
  print(line: string): void;
  /** Says what went wrong; the command then ends with a code other than 0. */
  fail(line: string): void;
}

/** What `openclaw <channel> dead-letters …` works with. */
export interface LetterCommands extends CommandOutput {
  /** The channel, and the first word of its commands. */
  channelId: string;
  stateDir: string;
  reading: LetterReading;
  /** The account that was named, or all of them; empty once it was said that there is none of that name. */
  accounts(named: string | undefined): readonly string[];
}

export interface Options {
  account?: string;
  json?: boolean;
}

/** `dead-letters list` */
export async function runList(context: LetterCommands, options: Options & { show?: boolean }): Promise<void> {
  await withInbox(context, options, async (inbox, accountIds) => {
    const letters = await listDeadLetters(inbox, accountIds, context.reading, {
      show: options.show === true,
    });
    printAs(context, options, { deadLetters: letters }, deadLetterLines(letters, context.channelId));
  });
}

/** `dead-letters retry` and `dead-letters drop` */
export async function runSettle(
  context: LetterCommands,
  verb: "retry" | "drop",
  ids: readonly string[],
  options: Options & { all?: boolean },
): Promise<void> {
  if ((ids.length === 0) === (options.all !== true)) {
    return context.fail(
      `Name the ids that \`openclaw ${context.channelId} dead-letters list\` shows, or give --all.`,
    );
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

async function withInbox(
  context: LetterCommands,
  options: Options,
  work: (inbox: Inbox, accountIds: readonly string[]) => Promise<void>,
): Promise<void> {
  const accountIds = context.accounts(options.account);
  if (accountIds.length === 0) return;
  const file = inboxFile(context.stateDir, context.channelId);
  if (!existsSync(file)) {
    return context.fail(
      `There is no inbox at ${file}: nothing has been received, or the gateway runs elsewhere. Run this where the gateway runs.`,
    );
  }
  try {
    using inbox = openInbox({ file, channelId: context.channelId });
    await work(inbox, accountIds);
  } catch (error) {
    context.fail(error instanceof Error ? error.message : String(error));
  }
}

/** The account that was named, or all that there are; says so when there is none of that name. */
export function namedAccounts(
  known: readonly string[],
  named: { account: string; accountId: string } | undefined,
  { fail }: Pick<CommandOutput, "fail">,
): readonly string[] {
  if (named === undefined) return known;
  if (known.includes(named.accountId)) return [named.accountId];
  fail(`There is no Zalo account "${named.account}". There are: ${known.join(", ")}.`);
  return [];
}

/** Prints a value as JSON where that was asked for, else the lines. */
export function printAs(
  { print }: Pick<CommandOutput, "print">,
  { json }: Options,
  value: object,
  lines: readonly string[],
): void {
  if (json === true) print(JSON.stringify(value, null, 2));
  else for (const line of lines) print(line);
}
