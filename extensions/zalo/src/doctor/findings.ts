import { lstatSync } from "node:fs";
import { type Finding, findingOf, oldGroupNames } from "channel-kit/host/finding";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { listAccountIds } from "../config/account-ids.ts";
import { resolveAccount, type ZaloAccount } from "../config/accounts.ts";
import { readZaloEnv, type ZaloEnv } from "../config/env.ts";
import { mergedSettings, type SettingsPlace, settingsPlaces } from "../config/places.ts";
import { isGroupId, parseTarget } from "../ids.ts";
import { setCommand } from "../mend.ts";

/**
 * What is wrong, useless or risky in the settings, by looking at them and at token files alone. `repair` is the
 * command that mends what can be mended without changing who has access.
 */
export function findInConfig(cfg: OpenClawConfig, repair: string, env: ZaloEnv = readZaloEnv()): Finding[] {
  const accounts = listAccountIds(cfg).map((accountId) => resolveAccount(cfg, accountId, env));
  return [
    ...accounts.flatMap((account) => problemsOf(cfg, account)),
    ...settingsPlaces(cfg).flatMap((place) => [
      ...bothTokens(place, repair),
      ...oldGroupNames(place.path, place.settings.groups, repair),
    ]),
    ...findUselessEntries(cfg),
    ...ignoredEnvironment(accounts, env),
    ...accounts.flatMap((account, index) => sharedToken(account, accounts.slice(0, index))),
    ...accounts.flatMap(openTokenFile),
    ...leftoverWebhook(cfg, accounts),
  ];
}

/** Why an account cannot start. */
function problemsOf(cfg: OpenClawConfig, { accountId, enabled, token, problem, settingsPath }: ZaloAccount) {
  if (!enabled) return [];
  // Whether a secret exists for the gateway is not to be seen from here; the gateway's own doctor looks into that.
  const isReference = typeof mergedSettings(cfg, accountId).botToken === "object";
  const errors = [isReference ? undefined : token.problem, problem];
  return errors.flatMap((error) => (error === undefined ? [] : [findingOf(settingsPath, error)]));
}

function bothTokens({ path, settings }: SettingsPlace, repair: string): Finding[] {
  if (settings.botToken === undefined || settings.tokenFile === undefined) return [];
  return [
    {
      path: `${path}.tokenFile`,
      what: "botToken stands beside it and wins, so the file is not read.",
      fix: `Keep one of them; "${repair}" removes tokenFile.`,
    },
  ];
}

const isGroup = (entry: string): boolean => isGroupId(parseTarget(entry) ?? "");
const isId = (entry: string): boolean => parseTarget(entry) !== undefined;
/** Entries that are no ids and have a meaning all the same. */
const HAS_MEANING = /^(?:\*|accessGroup:.+)$/;

/** Entries of lists that can never match anybody, at all places. */
export const findUselessEntries = (cfg: OpenClawConfig): Finding[] =>
  settingsPlaces(cfg).flatMap(uselessEntries);

function uselessEntries({ path, settings }: SettingsPlace): Finding[] {
  const groups = Object.entries(settings.groups ?? {});
  const lists: [string, readonly (string | number)[] | undefined][] = [
    ["allowFrom", settings.allowFrom],
    ["groupAllowFrom", settings.groupAllowFrom],
    ...groups.map(([id, { allowFrom }]): [string, typeof allowFrom] => [`groups.${id}.allowFrom`, allowFrom]),
  ];
  return [
    ...lists.flatMap(([name, list]) =>
      (list ?? []).map((raw) => String(raw).trim()).flatMap((entry) => peopleEntry(`${path}.${name}`, entry)),
    ),
    ...groups.flatMap(([id]) => groupKey(`${path}.groups`, id.trim())),
  ];
}

function peopleEntry(path: string, entry: string): Finding[] {
  if (HAS_MEANING.test(entry)) return [];
  if (isGroup(entry)) {
    return [
      {
        path,
        what: `"${entry}" is a group, and this list is of people: it matches nobody.`,
        fix: `Put groups into groups, and the people who may use the bot in them here.`,
      },
    ];
  }
  if (isId(entry)) return [];
  return [
    {
      path,
      what: `"${entry}" is not a Zalo id, so it matches nobody; names never count.`,
      fix: "Use the id that the pairing message and the log show: 20 characters of 0-9 and a-f.",
    },
  ];
}

function groupKey(path: string, id: string): Finding[] {
  if (id === "*" || isGroup(id)) return [];
  return [
    {
      path,
      what: `"${id}" is not a group's id, so its rules are for no group.`,
      fix: 'Use the id that the log shows when a group message is dropped: "zgr-" and 20 characters.',
    },
  ];
}

function ignoredEnvironment(accounts: readonly ZaloAccount[], env: ZaloEnv): Finding[] {
  const fallback = accounts.find(({ isDefault }) => isDefault);
  if (env.botToken === undefined || fallback?.token.source === "env") return [];
  return [
    {
      path: fallback?.token.place ?? "channels.zalo",
      what:
        fallback === undefined
          ? "ZALO_BOT_TOKEN is set and not used: it is for the default account, and there is none."
          : "ZALO_BOT_TOKEN is set as well and not used, because this setting comes first.",
      fix: "Keep one of them.",
    },
  ];
}

/** Two accounts with one bot would each get some of its messages. */
function sharedToken(account: ZaloAccount, earlier: readonly ZaloAccount[]): Finding[] {
  const { token, enabled, settingsPath } = account;
  const twin = earlier.find((other) => other.enabled && other.token.value === token.value);
  if (!enabled || token.value === undefined || twin === undefined) return [];
  return [
    {
      path: token.place ?? settingsPath,
      what: `Accounts "${twin.accountId}" and "${account.accountId}" have the same bot, so each gets only some of its messages.`,
      fix: `Give each a bot of its own, or switch one off: ${setCommand(`${settingsPath}.enabled`, "false")}`,
    },
  ];
}

/** Permissions of a file for its group and for everybody. */
const OTHERS_BITS = 0o077;

/** The permissions of an account's token file when others may use it, as `640`; undefined when all is well. */
export function tokenFileMode({ token }: ZaloAccount): string | undefined {
  // Windows has no such permissions and answers something that only looks like them.
  if (token.file === undefined || token.status !== "available" || process.platform === "win32")
    return undefined;
  const mode = lstatSync(token.file, { throwIfNoEntry: false })?.mode ?? 0;
  return (mode & OTHERS_BITS) === 0 ? undefined : (mode & 0o777).toString(8);
}

function openTokenFile(account: ZaloAccount): Finding[] {
  const mode = tokenFileMode(account);
  const { place = "", file = "" } = account.token;
  if (mode === undefined) return [];
  return [
    {
      path: place,
      what: `${file} holds the bot's token, and other users of this machine may read it (mode ${mode}).`,
      fix: `Run: chmod 600 ${file}`,
    },
  ];
}

/** Webhook settings that no account uses, because none has a `webhookUrl`. */
function leftoverWebhook(cfg: OpenClawConfig, accounts: readonly ZaloAccount[]): Finding[] {
  if (accounts.some(({ accountId }) => mergedSettings(cfg, accountId).webhookUrl !== undefined)) return [];
  return settingsPlaces(cfg).flatMap(({ path, settings }) =>
    (["webhookSecret", "webhookPath"] as const).flatMap((name) =>
      settings[name] === undefined
        ? []
        : [
            {
              path: `${path}.${name}`,
              what: "is not used: without webhookUrl messages come by long polling.",
              fix: `Set webhookUrl too, or run: openclaw config unset ${path}.${name}`,
            },
          ],
    ),
  );
}
