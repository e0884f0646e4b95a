import type { WizardPrompter } from "openclaw/plugin-sdk/setup";
import type { DmPolicy, GroupPolicy } from "../policy/settings.ts";
import { type AccessSettings, texts } from "../policy/settings-schema.ts";

/** What the questions are called, in the operator's language. */
export interface AccessWords {
  direct: string;
  directPairing: string;
  directPairingHint: string;
  directAllowlist: string;
  directOpen: string;
  directOpenHint: string;
  directDisabled: string;
  /** Said when `*` is taken off the list, because it would let everybody in under the other policies, too. */
  wildcard: string;
  wildcardTitle: string;
  groups: string;
  groupsAllowlist: string;
  groupsOpen: string;
  groupsDisabled: string;
}

interface Asking {
  prompter: WizardPrompter;
  words: AccessWords;
  /** The account's settings as they are in force. */
  present: AccessSettings;
  /** True when only what cannot be done without is asked. */
  isQuick: boolean;
}

type DirectChange = Pick<AccessSettings, "dmPolicy" | "allowFrom">;
type GroupChange = Pick<AccessSettings, "groupPolicy" | "groups">;
type Groups = NonNullable<AccessSettings["groups"]>;

/**
 * Asks who may write in direct chats, and has the caller ask for the list of people. Answers the settings that change;
 * a policy that was not set is one of them even when it is the default.
 */
export async function askDirect(
  asking: Asking,
  askPeople: (listed: string[], mustBeNamed: boolean) => Promise<string[]>,
): Promise<DirectChange> {
  const { prompter, words, present } = asking;
  const dmPolicy = await prompter.select<DmPolicy>({
    message: words.direct,
    options: [
      { value: "pairing", label: words.directPairing, hint: words.directPairingHint },
      { value: "allowlist", label: words.directAllowlist },
      { value: "open", label: words.directOpen, hint: words.directOpenHint },
      { value: "disabled", label: words.directDisabled },
    ],
    initialValue: present.dmPolicy ?? "pairing",
  });
  const listed = texts(present.allowFrom);
  const allowFrom = await askAllowed(asking, dmPolicy, listed, askPeople);
  return {
    ...(dmPolicy === present.dmPolicy ? {} : { dmPolicy }),
    ...(allowFrom.join("\n") === listed.join("\n") ? {} : { allowFrom }),
  };
}

async function askAllowed(
  { prompter, words, isQuick }: Asking,
  policy: DmPolicy,
  listed: string[],
  askPeople: (listed: string[], mustBeNamed: boolean) => Promise<string[]>,
): Promise<string[]> {
  const people = listed.filter((entry) => entry.trim() !== "*");
  if (policy === "open") return people.length < listed.length ? listed : [...listed, "*"];
  if (people.length < listed.length) await prompter.note(words.wildcard, words.wildcardTitle);
  const mustBeNamed = policy === "allowlist";
  if (policy === "disabled" || (isQuick && !mustBeNamed)) return people;
  return await askPeople(people, mustBeNamed);
}

/**
 * Asks where the account answers in groups, and has the caller ask for the list of groups, which answers undefined when
 * it stays as it is. Answers the settings that change; a policy that was not set is always one of them.
 */
export async function askInGroups(
  { prompter, words, present, isQuick }: Asking,
  askGroups: (listed: Groups) => Promise<Groups | undefined>,
): Promise<GroupChange> {
  if (isQuick) return present.groupPolicy === undefined ? { groupPolicy: "allowlist" } : {};
  const groupPolicy = await prompter.select<GroupPolicy>({
    message: words.groups,
    options: [
      { value: "allowlist", label: words.groupsAllowlist },
      { value: "open", label: words.groupsOpen },
      { value: "disabled", label: words.groupsDisabled },
    ],
    initialValue: present.groupPolicy ?? "allowlist",
  });
  const groups = groupPolicy === "allowlist" ? await askGroups(present.groups ?? {}) : undefined;
  return {
    ...(groupPolicy === present.groupPolicy ? {} : { groupPolicy }),
    ...(groups === undefined ? {} : { groups }),
  };
}
