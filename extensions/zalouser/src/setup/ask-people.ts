import { askDirect } from "channel-kit/host/ask-access";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { mergedSettings } from "../config/places.ts";
import type { Acquaintances } from "./acquaintances.ts";
import { chooseNamed } from "./choose-named.ts";
import type { Talk } from "./talk.ts";
import { writeAccount } from "./write-account.ts";

/** Asks who may write in direct chats. The answer is written down even when it is the default. */
export async function askPeople(
  talk: Talk,
  cfg: OpenClawConfig,
  { friends }: Acquaintances,
  { isQuick }: { isQuick: boolean },
): Promise<OpenClawConfig> {
  const { words, accountId } = talk;
  const asking = { ...talk, present: mergedSettings(cfg, accountId), isQuick };
  const change = await askDirect(asking, (listed, mustBeNamed) =>
    chooseNamed(talk, {
      kind: "person",
      present: listed,
      known: friends,
      message: mustBeNamed ? words.people : words.peopleWithoutCode,
      ...(mustBeNamed ? { mustNotBeEmpty: words.noPeople } : {}),
    }),
  );
  return Object.keys(change).length === 0 ? cfg : writeAccount(cfg, accountId, change);
}
