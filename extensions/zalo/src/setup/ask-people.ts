import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { mergedSettings } from "../config/places.ts";
import type { ZaloAccountConfig } from "../config/schema.ts";
import { readPeople } from "./ids-input.ts";
import type { Talk } from "./talk.ts";
import { type Change, writeAccount } from "./write-account.ts";

type DmPolicy = NonNullable<ZaloAccountConfig["dmPolicy"]>;

/** Asks who may write in direct chats. The answer is written down even when it is the default. */
export async function askPeople(
  talk: Talk,
  cfg: OpenClawConfig,
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
  const allowed = await askAllowed(talk, policy, listed, isQuick);
  const change: Change = {
    ...(policy === present.dmPolicy ? {} : { dmPolicy: policy }),
    ...(allowed.join("\n") === listed.join("\n") ? {} : { allowFrom: allowed }),
  };
  return Object.keys(change).length === 0 ? cfg : writeAccount(cfg, accountId, change);
}

async function askAllowed(talk: Talk, policy: DmPolicy, listed: string[], isQuick: boolean) {
  const { prompter, words } = talk;
  const people = listed.filter((entry) => entry.trim() !== "*");
  if (policy === "open") return people.length < listed.length ? listed : [...listed, "*"];
  // Left in, it would let everybody in under the other policies, too.
  if (people.length < listed.length) await prompter.note(words.wildcard, words.wildcardTitle);
  const mustBeNamed = policy === "allowlist";
  if (policy === "disabled" || (isQuick && !mustBeNamed)) return people;
  if (mustBeNamed) await prompter.note(words.ids, words.idsTitle);
  const answer = await prompter.text({
    message: mustBeNamed ? words.people : words.peopleWithoutCode,
    initialValue: people.join(", "),
    validate: (raw) => {
      const { ids, wrong } = readPeople(raw);
      if (wrong.length > 0) return words.wrongPeople(wrong.join(", "));
      return mustBeNamed && ids.length === 0 ? words.noPeople : undefined;
    },
  });
  const { ids } = readPeople(answer);
  // As they were written before, when they are the same people.
  return ids.join("\n") === readPeople(people.join("\n")).ids.join("\n") ? people : ids;
}
