import { search } from "channel-kit/directory/find-named";
import { displayName } from "channel-kit/envelope/display-name";
import { ChannelError } from "channel-kit/outcome/channel-error";
import type { ChannelPlugin, OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { resolveAccount } from "../config/accounts.ts";
import { formatTarget, parseTarget } from "../ids.ts";
import type { Profile } from "../session/port.ts";
import { ask } from "./ask.ts";

type Directory = NonNullable<ChannelPlugin["directory"]>;
type Listing = Parameters<NonNullable<Directory["listPeersLive"]>>[0];
type MembersOf = Parameters<NonNullable<Directory["listGroupMembers"]>>[0];
type Entry = Awaited<ReturnType<NonNullable<Directory["listPeersLive"]>>>[number];

/** Who the account is, as Zalo says now. */
export async function self(cfg: OpenClawConfig, accountId: string | null | undefined): Promise<Entry | null> {
  const account = resolveAccount(cfg, accountId);
  const [own] = await ask({ accountId: account.accountId, what: "self" });
  return own === undefined ? null : person(own);
}

/** The account's friends, under the names that its owner gave them where there are such. */
export async function listPeers({ cfg, accountId, query, limit }: Listing): Promise<Entry[]> {
  const account = resolveAccount(cfg, accountId);
  const friends = await ask({ accountId: account.accountId, what: "friends" });
  return first(search(friends.map(person).toSorted(byName), query ?? ""), limit);
}

/** The groups that the account is in, each under the target that messages to it are sent to. */
export async function listGroups({ cfg, accountId, query, limit }: Listing): Promise<Entry[]> {
  const account = resolveAccount(cfg, accountId);
  const groups = await ask({ accountId: account.accountId, what: "groups" });
  const entries = search(groups, query ?? "").map(
    ({ id, name, memberCount }): Entry => ({
      kind: "group",
      id: formatTarget({ kind: "group", id }),
      ...named(name),
      raw: { memberCount },
    }),
  );
  return first(entries.toSorted(byName), limit);
}

/** Who is in a group: friends and others. */
export async function listMembers({ cfg, accountId, groupId, limit }: MembersOf): Promise<Entry[]> {
  const account = resolveAccount(cfg, accountId);
  const id = parseTarget(groupId)?.id;
  if (id === undefined) {
    throw new ChannelError("misconfigured", `"${groupId}" is not the id of a Zalo group.`, {
      fix: "See the ids: openclaw directory groups list --channel zalouser",
    });
  }
  const members = await ask({ accountId: account.accountId, what: "members", groupId: id });
  return first(members.map(person).toSorted(byName), limit);
}

/** `Chị Lan (Lan Anh)`: the name that the owner sees, and the one that the person has chosen. */
function person({ id, name, alias = "", isFriend }: Profile): Entry {
  const shown =
    alias === "" || alias === name ? name : `${displayName(alias) ?? ""} (${displayName(name) ?? ""})`;
  return { kind: "user", id, ...named(shown), raw: { isFriend } };
}

function named(raw: string): { name?: string } {
  const name = displayName(raw);
  return name === undefined ? {} : { name };
}

const collator = new Intl.Collator("vi");
const byName = (left: Entry, right: Entry): number => collator.compare(left.name ?? "", right.name ?? "");

const first = (entries: Entry[], limit: number | null | undefined): Entry[] =>
  entries.slice(0, limit ?? undefined);
