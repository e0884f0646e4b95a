import { bearersOf, search } from "channel-kit/directory/find-named";
import { idsAndNames } from "channel-kit/directory/say-named";
import type { SeenPerson } from "channel-kit/directory/seen-book";
import { ChannelError } from "channel-kit/outcome/channel-error";
import type { ChannelPlugin, OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { resolveAccount } from "../config/accounts.ts";
import { isGroupId, parseTarget } from "../ids.ts";
import { readLearnt } from "./seen.ts";

type Resolver = NonNullable<ChannelPlugin["resolver"]>;
type Asked = Parameters<Resolver["resolveTargets"]>[0];
type Resolved = Awaited<ReturnType<Resolver["resolveTargets"]>>[number];

/** Says which id each input means. A name means one only when exactly one person seen so far bears it. */
export async function resolveTargets({ cfg, accountId, inputs, kind }: Asked): Promise<Resolved[]> {
  const people = await peopleOf(cfg, accountId);
  return inputs.map((input) => resolveOne(input, kind, people));
}

/** Why a name is no target for a message, and which ids may have been meant. */
export async function nameAsTarget(
  cfg: OpenClawConfig,
  accountId: string | null | undefined,
  name: string,
): Promise<ChannelError> {
  const account = resolveAccount(cfg, accountId);
  const people = await peopleOf(cfg, account.accountId);
  const bearers = bearersOf(people, name);
  const meant = bearers.length > 0 ? `It is the name of ${idsAndNames(bearers)}.` : unknownName(name, people);
  return new ChannelError(
    "misconfigured",
    `Zalo account "${account.accountId}": "${name}" is not a Zalo id. ${meant}`,
    { fix: "Use the id as the target: anybody can call themselves anything." },
  );
}

function resolveOne(input: string, kind: Asked["kind"], people: readonly SeenPerson[]): Resolved {
  const id = parseTarget(input);
  if (id !== undefined) {
    const name = people.find((person) => person.id === id)?.name;
    return { input, resolved: true, id, ...(name === undefined ? {} : { name }) };
  }
  const bearers = bearersOf(people, input);
  const [only] = bearers;
  if (only !== undefined && bearers.length === 1) {
    return { input, resolved: true, id: only.id, ...(only.name === undefined ? {} : { name: only.name }) };
  }
  if (bearers.length > 1) {
    return {
      input,
      resolved: false,
      note: `${bearers.length} people have this name: ${idsAndNames(bearers)}`,
    };
  }
  const groups =
    kind === "group" || isGroupId(input)
      ? " Groups have ids only: openclaw directory groups list --channel zalo"
      : "";
  return { input, resolved: false, note: `${unknownName(input, people)}${groups}` };
}

function unknownName(name: string, people: readonly SeenPerson[]): string {
  const alike = search(people, name.trim());
  const what = "Nobody of exactly this name has written to the bot.";
  return name.trim() === "" || alike.length === 0 ? what : `${what} Alike: ${idsAndNames(alike)}.`;
}

async function peopleOf(cfg: OpenClawConfig, accountId: string | null | undefined): Promise<SeenPerson[]> {
  const account = resolveAccount(cfg, accountId);
  return (await readLearnt(account.accountId, ({ seen }) => seen.people())) ?? [];
}
