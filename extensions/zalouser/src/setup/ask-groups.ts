import { askInGroups } from "channel-kit/host/ask-access";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { mergedSettings } from "../config/places.ts";
import type { ZalouserAccountConfig } from "../config/schema.ts";
import type { Acquaintances } from "./acquaintances.ts";
import { chooseNamed } from "./choose-named.ts";
import type { Talk } from "./talk.ts";
import { writeAccount } from "./write-account.ts";

type Groups = NonNullable<ZalouserAccountConfig["groups"]>;

/** Asks where the account answers in groups. The policy is always written down: unset would mean every group. */
export async function askGroups(
  talk: Talk,
  cfg: OpenClawConfig,
  known: Acquaintances,
  { isQuick }: { isQuick: boolean },
): Promise<OpenClawConfig> {
  const { accountId } = talk;
  const asking = { ...talk, present: mergedSettings(cfg, accountId), isQuick };
  const change = await askInGroups(asking, (listed) => choose(talk, known, listed));
  return Object.keys(change).length === 0 ? cfg : writeAccount(cfg, accountId, change);
}

/** The groups on the list, each with the rules it had; undefined when the list stays as it is. */
async function choose(talk: Talk, known: Acquaintances, present: Groups): Promise<Groups | undefined> {
  const listed = Object.keys(present);
  const keys = await chooseNamed(talk, {
    kind: "group",
    present: listed,
    known: known.groups,
    message: talk.words.groupList,
    mayBeAll: true,
  });
  if (keys.join("\n") === listed.join("\n")) return undefined;
  return Object.fromEntries(keys.map((key) => [key, present[key] ?? { enabled: true }]));
}
