import { DEFAULT_ACCOUNT_ID } from "openclaw/plugin-sdk/account-core";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import {
  type ChannelSetupWizardAdapter,
  moveSingleAccountChannelSectionToDefaultAccount,
  promptAccountId,
} from "openclaw/plugin-sdk/setup";
import { defaultAccountId, listAccountIds } from "../config/account-ids.ts";
import { resolveAccount } from "../config/accounts.ts";
import { speaksVietnamese } from "../config/env.ts";
import { mergedSettings } from "../config/places.ts";
import { accountArgument } from "../login/account-argument.ts";
import { loginWords } from "../login/login-words.ts";
import { askGroups } from "./ask-groups.ts";
import { askLogin, type LoggedIn } from "./ask-login.ts";
import { askPeople } from "./ask-people.ts";
import { askRisk } from "./ask-risk.ts";
import { WHAT_MOVES } from "./contract.ts";
import type { WizardSurroundings } from "./surroundings.ts";
import type { Talk } from "./talk.ts";
import { ENGLISH } from "./words-en.ts";
import { VIETNAMESE } from "./words-vi.ts";
import { writeAccount } from "./write-account.ts";

type Context = Parameters<ChannelSetupWizardAdapter["configure"]>[0];
type Result = Awaited<ReturnType<ChannelSetupWizardAdapter["configure"]>>;

/**
 * Asks for everything one account needs, with the present values as proposals, and answers the configuration to save.
 * A login is saved when the phone has confirmed it; nothing else is. Whoever does not accept the risk leaves with the
 * configuration as it was.
 */
export async function runWizard(context: Context, surroundings: WizardSurroundings): Promise<Result> {
  const { prompter, options } = context;
  const accountId = await chooseAccount(context);
  const talk: Talk = { prompter, accountId, words: speaksVietnamese() ? VIETNAMESE : ENGLISH };
  if (!(await askRisk(talk, surroundings.risk, surroundings.clock.now()))) {
    return { cfg: context.cfg, completion: "paused" };
  }
  // An account that so far stood alone at the root gets a place of its own beside the new one.
  const settled =
    accountId === DEFAULT_ACCOUNT_ID
      ? context.cfg
      : moveSingleAccountChannelSectionToDefaultAccount({
          cfg: context.cfg,
          channelKey: "zalouser",
          setupSurface: WHAT_MOVES,
        });
  let cfg = writeAccount(settled, accountId, {});
  const account = resolveAccount(cfg, accountId);
  if (account.problem !== undefined) {
    await prompter.note(account.problem.message, talk.words.problemTitle);
    return { cfg: context.cfg, completion: "paused" };
  }
  const { login, known } = await askLogin(talk, surroundings.login(account), loginWords());
  if (login === "new") surroundings.onLogin(accountId);
  const isQuick = options?.quickstartDefaults === true;
  cfg = await askPeople(talk, cfg, known, { isQuick });
  cfg = await askGroups(talk, cfg, known, { isQuick });
  if (!isQuick) cfg = await askName(talk, cfg);
  await sayWhatIsNext(talk, cfg, login);
  return { cfg, accountId };
}

function chooseAccount(context: Context): Promise<string> | string {
  const { cfg, prompter, accountOverrides, shouldPromptAccountIds } = context;
  const proposed = accountOverrides["zalouser"] ?? defaultAccountId(cfg);
  if (accountOverrides["zalouser"] !== undefined || !shouldPromptAccountIds) return proposed;
  return promptAccountId({
    cfg,
    prompter,
    label: "Zalo Personal",
    listAccountIds,
    defaultAccountId: proposed,
  });
}

async function askName({ prompter, words, accountId }: Talk, cfg: OpenClawConfig): Promise<OpenClawConfig> {
  const present = mergedSettings(cfg, accountId).name;
  const answer = await prompter.text({ message: words.name, initialValue: present ?? "" });
  const name = answer.trim() || undefined;
  return name === present ? cfg : writeAccount(cfg, accountId, { name });
}

async function sayWhatIsNext(
  { prompter, words, accountId }: Talk,
  cfg: OpenClawConfig,
  login: LoggedIn["login"],
): Promise<void> {
  const account = accountArgument(accountId);
  const { dmPolicy } = mergedSettings(cfg, accountId);
  const lines = [
    ...(login === "later" ? [words.nextLogin(`openclaw channels login --channel zalouser${account}`)] : []),
    ...(dmPolicy === "pairing"
      ? [words.nextPairing(`openclaw pairing approve zalouser <code>${account}`)]
      : []),
    ...(resolveAccount(cfg, accountId).enabled ? [] : [words.nextEnable]),
    words.nextGateway,
  ];
  await prompter.note(lines.join("\n"), words.nextTitle);
}
