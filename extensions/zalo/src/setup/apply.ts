import { DEFAULT_ACCOUNT_ID, resolveUserPath } from "openclaw/plugin-sdk/account-core";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { resolveAccount } from "../config/accounts.ts";
import { readZaloEnv, type ZaloEnv } from "../config/env.ts";
import { mergedSettings } from "../config/places.ts";
import { resolveToken } from "../config/token.ts";
import { isRoutePath, isWebhookSecret } from "../config/webhook-form.ts";
import type { SetupInput } from "./fields.ts";
import { urlProblem } from "./webhook-input.ts";
import { ENGLISH } from "./words-en.ts";
import {
  type Change,
  type Credential,
  credentialChange,
  withoutWebhook,
  writeAccount,
} from "./write-account.ts";

/**
 * What is wrong with the input, in one sentence with the fix, or null. Looks at a token file but asks nobody
 * on the network.
 */
export function validateSetup(
  cfg: OpenClawConfig,
  accountId: string,
  input: SetupInput,
  env: ZaloEnv = readZaloEnv(),
): string | null {
  return tokenProblem(cfg, accountId, input, env) ?? webhookProblem(cfg, accountId, input) ?? null;
}

/**
 * The configuration with the account set up: enabled, its token where it was said to be and nowhere else.
 * What was not given stays as it was.
 */
export function applySetup(cfg: OpenClawConfig, accountId: string, input: SetupInput): OpenClawConfig {
  const credential = credentialOf(input);
  const change: Change = {
    ...(credential === undefined ? {} : credentialChange(credential)),
    ...(input.name === undefined ? {} : { name: input.name }),
    ...(input.webhookUrl === undefined ? {} : { webhookUrl: input.webhookUrl.trim() }),
    ...(input.webhookSecret === undefined ? {} : { webhookSecret: input.webhookSecret }),
    ...(input.webhookPath === undefined ? {} : { webhookPath: input.webhookPath.trim() }),
  };
  const next = writeAccount(cfg, accountId, change);
  return input.polling ? withoutWebhook(next, accountId) : next;
}

/** True when the input asks for a webhook and neither brings its secret nor finds one. */
export function needsSecret(cfg: OpenClawConfig, accountId: string, input: SetupInput): boolean {
  const hasOne =
    input.webhookSecret !== undefined || mergedSettings(cfg, accountId).webhookSecret !== undefined;
  return input.webhookUrl !== undefined && !hasOne;
}

function credentialOf({ token, tokenFile, useEnv }: SetupInput): Credential | undefined {
  if (token) return { from: "config", botToken: token.trim() };
  // The gateway may run in another folder than this command.
  if (tokenFile) return { from: "file", tokenFile: resolveUserPath(tokenFile) };
  return useEnv ? { from: "environment" } : undefined;
}

function tokenProblem(
  cfg: OpenClawConfig,
  accountId: string,
  input: SetupInput,
  env: ZaloEnv,
): string | undefined {
  const given = [input.token, input.tokenFile, input.useEnv].filter(Boolean);
  const changesSomethingElse = [input.name, input.webhookUrl, input.webhookSecret, input.webhookPath].some(
    (one) => one !== undefined,
  );
  if (given.length === 0 && (changesSomethingElse || input.polling)) {
    return resolveAccount(cfg, accountId, env).token.status === "missing"
      ? `Account "${accountId}" has no bot token yet: add --token, --token-file or --use-env.`
      : undefined;
  }
  if (given.length !== 1) {
    return "Give the bot token in exactly one way: --token, --token-file or --use-env.";
  }
  if (input.useEnv && accountId !== DEFAULT_ACCOUNT_ID) {
    return `ZALO_BOT_TOKEN is for the default account only. Give account "${accountId}" its own --token or --token-file.`;
  }
  const place = { path: "channels.zalo", botToken: input.token, tokenFile: input.tokenFile };
  return resolveToken(accountId, [place], input.useEnv ? env.botToken : undefined).problem?.message;
}

function webhookProblem(cfg: OpenClawConfig, accountId: string, input: SetupInput): string | undefined {
  const { webhookUrl, webhookSecret, webhookPath, polling } = input;
  const given = [webhookUrl, webhookSecret, webhookPath].some((one) => one !== undefined);
  if (!given) return undefined;
  if (polling) return "Choose one: --polling, or a webhook.";
  const present = mergedSettings(cfg, accountId);
  const url = webhookUrl ?? present.webhookUrl;
  if (!url) return "A webhook needs its address, too: add --webhook-url.";
  const problem = urlProblem(url);
  if (problem !== undefined) return `--webhook-url: ${ENGLISH.urlProblems[problem]}`;
  if (webhookSecret !== undefined && !isWebhookSecret(webhookSecret)) {
    return `--webhook-secret: ${ENGLISH.secretProblem}`;
  }
  if (!isRoutePath(webhookPath ?? present.webhookPath ?? new URL(url).pathname)) {
    return `--webhook-path: ${ENGLISH.pathProblem}`;
  }
  return undefined;
}
