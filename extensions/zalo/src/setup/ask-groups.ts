import { askInGroups } from "channel-kit/host/ask-access";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { mergedSettings } from "../config/places.ts";
import type { ZaloAccountConfig } from "../config/schema.ts";
import { readGroups } from "./ids-input.ts";
import type { Talk } from "./talk.ts";
import { writeAccount } from "./write-account.ts";

type Groups = NonNullable<ZaloAccountConfig["groups"]>;

/** Asks where the bot answers in groups. The policy is written down even when it is the default. */
export async function askGroups(
  talk: Talk,
  cfg: OpenClawConfig,
  { isQuick, canJoin }: { isQuick: boolean; canJoin: boolean | undefined },
): Promise<OpenClawConfig> {
  const { prompter, words, accountId } = talk;
  if (canJoin === false && !isQuick) await prompter.note(words.noGroups, words.noGroupsTitle);
  const asking = { ...talk, present: mergedSettings(cfg, accountId), isQuick };
  const change = await askInGroups(asking, (listed) => askIds(talk, listed));
  return Object.keys(change).length === 0 ? cfg : writeAccount(cfg, accountId, change);
}

/** The groups on the list, each with the rules it had; undefined when the list stays as it is. */
async function askIds({ prompter, words }: Talk, present: Groups): Promise<Groups | undefined> {
  const listed = Object.keys(present);
  const answer = await prompter.text({
    message: words.groupIds,
    initialValue: listed.join(", "),
    validate: (raw) => {
      const { wrong } = readGroups(raw);
      return wrong.length > 0 ? words.wrongGroups(wrong.join(", ")) : undefined;
    },
  });
  const { ids } = readGroups(answer);
  if (ids.join("\n") === readGroups(listed.join("\n")).ids.join("\n")) return undefined;
  const rulesOf = (id: string) => Object.entries(present).find(([key]) => readGroups(key).ids[0] === id)?.[1];
  return Object.fromEntries(ids.map((id) => [id, rulesOf(id) ?? { enabled: true }]));
}
