import { DEFAULT_ACCOUNT_ID, resolveUserPath } from "openclaw/plugin-sdk/account-core";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { coerceSecretRef } from "openclaw/plugin-sdk/secret-input";
import { resolveAccount } from "../config/accounts.ts";
import { readZaloEnv } from "../config/env.ts";
import { mergedSettings } from "../config/places.ts";
import { resolveToken } from "../config/token.ts";
import type { ZaloProbe } from "../status/probe.ts";
import { CHECK_TIMEOUT_MS } from "./contract.ts";
import { askReference, type Talk } from "./talk.ts";
import { type Credential, credentialChange, writeAccount } from "./write-account.ts";

type Bot = Extract<ZaloProbe, { ok: true }>["bot"];

interface Given {
  credential: Credential;
  /** The token itself, where it stands behind a reference. */
  value?: string;
}

/**
 * Asks where the bot's token is until Zalo has confirmed one, or the operator keeps what there is or saves it
 * unchecked. Undefined when they have none yet.
 */
export async function askToken(
  talk: Talk,
  cfg: OpenClawConfig,
): Promise<{ cfg: OpenClawConfig; bot?: Bot } | undefined> {
  const { prompter, words, accountId } = talk;
  const present = presentToken(talk, cfg);
  if (present === undefined) await prompter.note(words.origin.join("\n"), words.originTitle);
  while (true) {
    const way = await chooseWay(talk, present);
    if (way === "later") return undefined;
    if (way === "keep") {
      const checked = present?.canBeChecked ? await check(talk, cfg) : "unchecked";
      if (checked !== "again") return checked === "unchecked" ? { cfg } : { cfg, bot: checked };
      continue;
    }
    const given = await take(talk, cfg, way);
    if (given === undefined) continue;
    const next = writeAccount(cfg, accountId, credentialChange(given.credential));
    const asked = given.value === undefined ? next : writeAccount(cfg, accountId, { botToken: given.value });
    const checked = await check(talk, asked);
    if (checked === "again") continue;
    return checked === "unchecked" ? { cfg: next } : { cfg: next, bot: checked };
  }
}

type Way = "keep" | "paste" | "file" | "environment" | "reference" | "later";

interface Present {
  where: string;
  canBeChecked: boolean;
}

function chooseWay({ prompter, words, accountId, referencesOnly }: Talk, present: Present | undefined) {
  const inEnvironment = accountId === DEFAULT_ACCOUNT_ID && readZaloEnv().botToken !== undefined;
  const options: { value: Way; label: string; hint?: string }[] = [
    ...(present === undefined ? [] : [{ value: "keep" as const, label: words.keepToken(present.where) }]),
    ...(inEnvironment ? [{ value: "environment" as const, label: words.tokenInEnvironment }] : []),
    ...(referencesOnly ? [] : [{ value: "paste" as const, label: words.pasteToken }]),
    { value: "file", label: words.tokenInFile },
    { value: "reference", label: words.asReference, hint: words.asReferenceHint },
    { value: "later", label: words.notNow, hint: words.notNowHint },
  ];
  const [proposed] = options;
  return prompter.select<Way>({
    message: words.token,
    options,
    ...(proposed === undefined ? {} : { initialValue: proposed.value }),
  });
}

function presentToken({ words, accountId }: Talk, cfg: OpenClawConfig): Present | undefined {
  const { token } = resolveAccount(cfg, accountId);
  if (token.status === "missing") return undefined;
  const settings = mergedSettings(cfg, accountId);
  if (token.source === "env") return { where: "ZALO_BOT_TOKEN", canBeChecked: true };
  if (token.source === "configFile") return { where: settings.tokenFile ?? "", canBeChecked: true };
  const reference = coerceSecretRef(settings.botToken);
  return reference === null
    ? { where: words.inConfiguration, canBeChecked: true }
    : { where: words.inReference(reference.source, reference.id), canBeChecked: false };
}

async function take(talk: Talk, cfg: OpenClawConfig, way: Way): Promise<Given | undefined> {
  const { prompter, words, accountId } = talk;
  switch (way) {
    case "environment":
      return { credential: { from: "environment" } };
    case "paste": {
      const botToken = await prompter.text({
        message: words.theToken,
        sensitive: true,
        validate: (raw) => (problemOf(accountId, { botToken: raw }) ? words.noTokenForm : undefined),
      });
      return { credential: { from: "config", botToken: botToken.trim() } };
    }
    case "file": {
      const path = await prompter.text({
        message: words.tokenFile,
        validate: (raw) => problemOf(accountId, { tokenFile: resolveUserPath(raw) }),
      });
      return { credential: { from: "file", tokenFile: resolveUserPath(path) } };
    }
    case "reference": {
      const proposed = accountId === DEFAULT_ACCOUNT_ID ? { proposedVariable: "ZALO_BOT_TOKEN" } : {};
      const found = await askReference(talk, cfg, { label: "bot token", ...proposed });
      return found && { credential: { from: "config", botToken: found.ref }, value: found.value };
    }
    case "keep":
    case "later":
      return undefined;
    default:
      return way satisfies never;
  }
}

function problemOf(accountId: string, place: { botToken?: string; tokenFile?: string }): string | undefined {
  return resolveToken(accountId, [{ path: "channels.zalo", ...place }], undefined).problem?.message;
}

/** Asks Zalo whose token the account has. `again`: the operator is to give another one. */
async function check(talk: Talk, cfg: OpenClawConfig): Promise<Bot | "unchecked" | "again"> {
  const { prompter, words, accountId } = talk;
  const account = resolveAccount(cfg, accountId);
  if (account.token.problem !== undefined) {
    await prompter.note(account.token.problem.message, words.unavailableTitle);
    return "again";
  }
  const { probeAccount } = await import("../status/probe.ts");
  const progress = prompter.progress(words.asking);
  const probe = await probeAccount(account, CHECK_TIMEOUT_MS);
  if (probe.ok) {
    progress.stop(words.answersAs(probe.bot.username));
    return probe.bot;
  }
  progress.stop(probe.refused ? words.refusedTitle : words.uncheckedTitle);
  await prompter.note(
    probe.refused ? words.refused : probe.error,
    probe.refused ? words.refusedTitle : words.uncheckedTitle,
  );
  if (probe.refused) return "again";
  return (await prompter.confirm({ message: words.saveUnchecked, initialValue: true }))
    ? "unchecked"
    : "again";
}
