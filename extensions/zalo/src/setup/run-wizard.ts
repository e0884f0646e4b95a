import { DEFAULT_ACCOUNT_ID } from "openclaw/plugin-sdk/account-core";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import {
  type ChannelSetupWizardAdapter,
  moveSingleAccountChannelSectionToDefaultAccount,
  promptAccountId,
} from "openclaw/plugin-sdk/setup";
import { defaultAccountId, listAccountIds } from "../config/account-ids.ts";
import { speaksVietnamese } from "../config/env.ts";
import { mergedSettings } from "../config/places.ts";
import { askGroups } from "./ask-groups.ts";
import { askPeople } from "./ask-people.ts";
import { askToken } from "./ask-token.ts";
import { askTransport } from "./ask-transport.ts";
import { WHAT_MOVES } from "./contract.ts";
import type { Talk } from "./talk.ts";
import { ENGLISH } from "./words-en.ts";
import { VIETNAMESE } from "./words-vi.ts";
import { writeAccount } from "./write-account.ts";

type Configure = ChannelSetupWizardAdapter["configure"];

/**
 * Asks for everything one bot needs, with the present values as proposals, and answers the configuration to
 * save. Nothing is saved here. Whoever has no token yet leaves with the configuration as it was.
 */
export const runWizard: Configure = async (context) => {
  const { prompter, options } = context;
  const accountId = await chooseAccount(context);
  const talk: Talk = {
    prompter,
    accountId,
    words: speaksVietnamese() ? VIETNAMESE : ENGLISH,
    referencesOnly: options?.secretInputMode === "ref",
  };
  // A bot that so far stood alone at the root gets a place of its own beside the new one.
  const settled =
    accountId === DEFAULT_ACCOUNT_ID
      ? context.cfg
      : moveSingleAccountChannelSectionToDefaultAccount({
          cfg: context.cfg,
          channelKey: "zalo",
          setupSurface: WHAT_MOVES,
        });
  const token = await askToken(talk, settled);
  if (token === undefined) return { cfg: context.cfg, completion: "paused" };
  let cfg = token.cfg;
  const isQuick = options?.quickstartDefaults === true;
  if (!isQuick) cfg = await askTransport(talk, cfg);
  cfg = await askPeople(talk, cfg, { isQuick });
  cfg = await askGroups(talk, cfg, { isQuick, canJoin: token.bot?.canJoinGroups });
  if (!isQuick) cfg = await askName(talk, cfg, token.bot?.username);
  await sayWhatIsNext(talk, cfg);
  return { cfg, accountId };
};

function chooseAccount(context: Parameters<Configure>[0]): Promise<string> | string {
  const { cfg, prompter, accountOverrides, shouldPromptAccountIds } = context;
  const proposed = accountOverrides["zalo"] ?? defaultAccountId(cfg);
  if (accountOverrides["zalo"] !== undefined || !shouldPromptAccountIds) return proposed;
  return promptAccountId({ cfg, prompter, label: "Zalo", listAccountIds, defaultAccountId: proposed });
}

async function askName(
  { prompter, words, accountId }: Talk,
  cfg: OpenClawConfig,
  botName: string | undefined,
) {
  const present = mergedSettings(cfg, accountId).name;
  const answer = await prompter.text({ message: words.name, initialValue: present ?? botName ?? "" });
  const name = answer.trim() || undefined;
  return name === present ? cfg : writeAccount(cfg, accountId, { name });
}

async function sayWhatIsNext({ prompter, words, accountId }: Talk, cfg: OpenClawConfig): Promise<void> {
  const { dmPolicy, webhookUrl, webhookPath } = mergedSettings(cfg, accountId);
  const account = accountId === DEFAULT_ACCOUNT_ID ? "" : ` --account ${accountId}`;
  const lines = [
    ...(dmPolicy === "pairing" ? [words.nextPairing(`openclaw pairing approve zalo <code>${account}`)] : []),
    ...(webhookUrl ? [words.nextWebhook(webhookPath ?? new URL(webhookUrl).pathname)] : []),
    words.nextGateway,
  ];
  await prompter.note(lines.join("\n"), words.nextTitle);
}
