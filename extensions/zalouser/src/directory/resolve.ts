import type { Named } from "channel-kit/directory/find-named";
import { idsAndNames } from "channel-kit/directory/say-named";
import { displayName } from "channel-kit/envelope/display-name";
import { ChannelError } from "channel-kit/outcome/channel-error";
import type { ChannelPlugin, OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { resolveAccount } from "../config/accounts.ts";
import { formatTarget, parseTarget, splitTarget } from "../ids.ts";
import type { Thread } from "../session/port.ts";
import { type Acquaintances, acquaintancesOf, type Lookup, lookUp } from "./acquaintances.ts";

type Resolver = NonNullable<ChannelPlugin["resolver"]>;
type Asked = Parameters<Resolver["resolveTargets"]>[0];
type Resolved = Awaited<ReturnType<Resolver["resolveTargets"]>>[number];

/** A chat that a name stands for. */
export interface NamedTarget {
  /** As messages are sent to it. */
  to: string;
  kind: "user" | "group";
  display: string;
}

/** Says which id each input means, and whom it might mean when it is not one. Ids need nobody to be asked. */
export async function resolveTargets({ cfg, accountId, inputs, kind }: Asked): Promise<Resolved[]> {
  const account = resolveAccount(cfg, accountId);
  const known = await acquaintancesOf(account.accountId).catch((error: unknown) => {
    if (inputs.every((input) => parseTarget(input) !== undefined)) return { direct: [], group: [] };
    throw error;
  });
  return inputs.map((input) => resolveOne(input, kind, known));
}

/**
 * The chat that a name means as a target of a message: the only friend or group who bears exactly it. Throws, and
 * says whose ids may be meant, when there is not exactly one.
 */
export async function nameAsTarget(
  cfg: OpenClawConfig,
  accountId: string | null | undefined,
  name: string,
): Promise<NamedTarget> {
  const account = resolveAccount(cfg, accountId);
  const found = lookUp(name, await acquaintancesOf(account.accountId));
  const [only] = found.bearers;
  if (only === undefined || found.bearers.length > 1) {
    throw new ChannelError(
      "misconfigured",
      `Zalo account "${account.accountId}": "${name}" ${notOne(found)}`,
      { fix: "Use an id as the target; groups are written group:<id>." },
    );
  }
  const kind = parseTarget(only.id)?.kind === "group" ? "group" : "user";
  return { to: only.id, kind, display: displayName(only.name ?? "") ?? only.id };
}

function resolveOne(input: string, kind: Asked["kind"], known: Acquaintances): Resolved {
  const target = parseTarget(input);
  if (target !== undefined) {
    const chat = { ...target, kind: splitTarget(input).kind ?? kindOfId(target.id, known) };
    const id = formatTarget(chat);
    return { input, resolved: true, id, ...nameOf(known[chat.kind].find((one) => one.id === id)) };
  }
  const found = lookUpFor(kind, input, known);
  const chosen = found.bearers.length > 0 ? found.bearers : found.soundalikes;
  const [only] = chosen;
  if (only === undefined || chosen.length > 1) return { input, resolved: false, note: `It ${notOne(found)}` };
  const note = found.bearers.length > 0 ? {} : { note: "accents ignored" };
  return { input, resolved: true, id: only.id, ...nameOf(only), ...note };
}

/** A bare id is a person's, unless it is known as a group's and as no friend's. */
const kindOfId = (id: string, { direct, group }: Acquaintances): Thread["kind"] =>
  group.some((one) => one.id === formatTarget({ kind: "group", id })) && !direct.some((one) => one.id === id)
    ? "group"
    : "direct";

/** When people are asked for they come first. "group" is what the gateway also says when it does not know. */
function lookUpFor(kind: Asked["kind"], input: string, known: Acquaintances): Lookup {
  const among = kind === "user" ? lookUp(input, { ...known, group: [] }) : undefined;
  return among !== undefined && among.soundalikes.length > 0 ? among : lookUp(input, known);
}

const nameOf = (one: Named | undefined): { name?: string } => {
  const name = displayName(one?.name ?? "");
  return name === undefined ? {} : { name };
};

function notOne({ bearers, soundalikes, alike }: Lookup): string {
  if (bearers.length > 1) return `is the name of several: ${idsAndNames(bearers)}.`;
  const nobody = "is no id, and no friend or group has exactly this name.";
  const near = soundalikes.length > 0 ? soundalikes : alike;
  return near.length === 0 ? nobody : `${nobody} Alike: ${idsAndNames(near)}.`;
}
