import { askDirect } from "channel-kit/host/ask-access";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { mergedSettings } from "../config/places.ts";
import { readPeople } from "./ids-input.ts";
import type { Talk } from "./talk.ts";
import { writeAccount } from "./write-account.ts";

/** Asks who may write in direct chats. The answer is written down even when it is the default. */
export async function askPeople(
  talk: Talk,
  cfg: OpenClawConfig,
  { isQuick }: { isQuick: boolean },
): Promise<OpenClawConfig> {
  const { accountId } = talk;
  const asking = { ...talk, present: mergedSettings(cfg, accountId), isQuick };
  const change = await askDirect(asking, (listed, mustBeNamed) => askIds(talk, listed, mustBeNamed));
  return Object.keys(change).length === 0 ? cfg : writeAccount(cfg, accountId, change);
}

async function askIds(
  { prompter, words }: Talk,
  listed: readonly string[],
  mustBeNamed: boolean,
): Promise<string[]> {
  if (mustBeNamed) await prompter.note(words.ids, words.idsTitle);
  const answer = await prompter.text({
    message: mustBeNamed ? words.people : words.peopleWithoutCode,
    initialValue: listed.join(", "),
    validate: (raw) => {
      const { ids, wrong } = readPeople(raw);
      if (wrong.length > 0) return words.wrongPeople(wrong.join(", "));
      return mustBeNamed && ids.length === 0 ? words.noPeople : undefined;
    },
  });
  const { ids } = readPeople(answer);
  // As they were written before, when they are the same people.
  return ids.join("\n") === readPeople(listed.join("\n")).ids.join("\n") ? [...listed] : ids;
}
