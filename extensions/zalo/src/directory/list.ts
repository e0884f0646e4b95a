import { search } from "channel-kit/directory/find-named";
import type { SeenGroup } from "channel-kit/directory/seen-book";
import { groupClosed } from "channel-kit/policy/decide";
import { groupRule } from "channel-kit/policy/group-rule";
import type { PolicySettings } from "channel-kit/policy/settings";
import type { ChannelPlugin, OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { resolveAccount } from "../config/accounts.ts";
import { rememberedSelf } from "../receive/own-names.ts";
import { probeAccount } from "../status/probe.ts";
import { readLearnt } from "./seen.ts";

type Directory = NonNullable<ChannelPlugin["directory"]>;
type Asked = Parameters<NonNullable<Directory["listPeers"]>>[0];
type Entry = Awaited<ReturnType<NonNullable<Directory["listPeers"]>>>[number];

/** Time that Zalo has to say who the bot is before the memory is asked, in milliseconds. */
const SELF_DEADLINE_MS = 10_000;

/** Everybody who has ever written to the account's bot, approved or not, the last one first. */
export async function listPeers({ cfg, accountId, query, limit }: Asked): Promise<Entry[]> {
  const account = resolveAccount(cfg, accountId);
  const people = (await readLearnt(account.accountId, ({ seen }) => seen.people())) ?? [];
  return first(search(people, query ?? ""), limit).map(({ id, name, lastSeenAt }) => ({
    kind: "user",
    id,
    ...(name === undefined ? {} : { name }),
    raw: { lastSeenAt },
  }));
}

/** Every group the bot was ever addressed in, allowed or not. Zalo tells no titles, so who spoke last stands there. */
export async function listGroups({ cfg, accountId, query, limit }: Asked): Promise<Entry[]> {
  const account = resolveAccount(cfg, accountId);
  const groups = (await readLearnt(account.accountId, ({ seen }) => seen.groups())) ?? [];
  const named = groups.map((group) => ({ ...group, name: hint(group, account.policy) }));
  return first(search(named, query ?? ""), limit).map(({ id, name, lastSpeaker, lastSeenAt }) => ({
    kind: "group",
    id,
    name,
    raw: { lastSpeaker, lastSeenAt },
  }));
}

/** Who the account's bot is: as Zalo says now, else as it said last. Null when it has never said. */
export async function self(cfg: OpenClawConfig, accountId: string | null | undefined): Promise<Entry | null> {
  const account = resolveAccount(cfg, accountId);
  const probe = await probeAccount(account, SELF_DEADLINE_MS);
  if (probe.ok) return { kind: "user", id: probe.bot.id, name: probe.bot.username, raw: probe.bot };
  const known = await readLearnt(account.accountId, ({ ledger }) => rememberedSelf(ledger));
  if (known === undefined) return null;
  const [name] = known.names;
  return { kind: "user", id: known.id, ...(name === undefined ? {} : { name }) };
}

function hint({ id, lastSpeaker, lastSeenAt }: SeenGroup, policy: PolicySettings): string {
  const day = new Date(lastSeenAt).toISOString().slice(0, 10);
  const closed = groupClosed(groupRule(id, policy), policy) !== undefined;
  return `${closed ? "not allowed; " : ""}last writer: ${lastSpeaker.name ?? lastSpeaker.id}, ${day}`;
}

const first = <T>(entries: readonly T[], limit: number | null | undefined): readonly T[] =>
  entries.slice(0, limit ?? undefined);
