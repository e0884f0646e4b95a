import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { mergedSettings } from "../config/places.ts";
import type { ZalouserAccountConfig } from "../config/schema.ts";
import type { Acquaintances } from "./acquaintances.ts";
import { chooseNamed } from "./choose-named.ts";
import type { Talk } from "./talk.ts";
import { type Change, writeAccount } from "./write-account.ts";

type DmPolicy = NonNullable<ZalouserAccountConfig["dmPolicy"]>;

/** Asks who may write in direct chats. The answer is written down even when it is the default. */
export async function askPeople(
  talk: Talk,
  cfg: OpenClawConfig,
  known: Acquaintances,
  { isQuick }: { isQuick: boolean },
): Promise<OpenClawConfig> {
  const { prompter, words, accountId } = talk;
  const present = mergedSettings(cfg, accountId);
  const policy = await prompter.select<DmPolicy>({
    message: words.direct,
    options: [
      { value: "pairing", label: words.directPairing, hint: words.directPairingHint },
      { value: "allowlist", label: words.directAllowlist },
      { value: "open", label: words.directOpen, hint: words.directOpenHint },
      { value: "disabled", label: words.directDisabled },
    ],
    initialValue: present.dmPolicy ?? "pairing",
  });
  const listed = (present.allowFrom ?? []).map(String);
  const allowed = await askAllowed(talk, policy, listed, known, isQuick);
  const change: Change = {
    ...(policy === present.dmPolicy ? {} : { dmPolicy: policy }),
    ...(allowed.join("\n") === listed.join("\n") ? {} : { allowFrom: allowed }),
  };
  return Object.keys(change).length === 0 ? cfg : writeAccount(cfg, accountId, change);
}

async function askAllowed(
  talk: Talk,
  policy: DmPolicy,
  listed: string[],
  { friends }: Acquaintances,
  isQuick: boolean,
): Promise<string[]> {
  const { prompter, words } = talk;
  const people = listed.filter((entry) => entry.trim() !== "*");
  if (policy === "open") return people.length < listed.length ? listed : [...listed, "*"];
  // Left in, it would let everybody in under the other policies, too.
  if (people.length < listed.length) await prompter.note(words.wildcard, words.wildcardTitle);
  const mustBeNamed = policy === "allowlist";
  if (policy === "disabled" || (isQuick && !mustBeNamed)) return people;
  return await chooseNamed(talk, {
    kind: "person",
    present: people,
    known: friends,
    message: mustBeNamed ? words.people : words.peopleWithoutCode,
    ...(mustBeNamed ? { mustNotBeEmpty: words.noPeople } : {}),
  });
}
