import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { mergedSettings } from "../config/places.ts";
import type { ZalouserAccountConfig } from "../config/schema.ts";
import type { Acquaintances } from "./acquaintances.ts";
import { chooseNamed } from "./choose-named.ts";
import type { Talk } from "./talk.ts";
import { writeAccount } from "./write-account.ts";

type GroupPolicy = NonNullable<ZalouserAccountConfig["groupPolicy"]>;

/** Asks where the account answers in groups. The policy is always written down: unset would mean every group. */
export async function askGroups(
  talk: Talk,
  cfg: OpenClawConfig,
  known: Acquaintances,
  { isQuick }: { isQuick: boolean },
): Promise<OpenClawConfig> {
  const { prompter, words, accountId } = talk;
  const present = mergedSettings(cfg, accountId);
  if (isQuick) {
    if (present.groupPolicy !== undefined) return cfg;
    return writeAccount(cfg, accountId, { groupPolicy: "allowlist" });
  }
  const policy = await prompter.select<GroupPolicy>({
    message: words.groups,
    options: [
      { value: "allowlist", label: words.groupsAllowlist },
      { value: "open", label: words.groupsOpen },
      { value: "disabled", label: words.groupsDisabled },
    ],
    initialValue: present.groupPolicy ?? "allowlist",
  });
  const chosen = policy === present.groupPolicy ? cfg : writeAccount(cfg, accountId, { groupPolicy: policy });
  if (policy !== "allowlist") return chosen;
  const listed = Object.keys(present.groups ?? {});
  const keys = await chooseNamed(talk, {
    kind: "group",
    present: listed,
    known: known.groups,
    message: words.groupList,
    mayBeAll: true,
  });
  if (keys.join("\n") === listed.join("\n")) return chosen;
  // A group that was listed keeps its rules.
  const groups = Object.fromEntries(keys.map((key) => [key, present.groups?.[key] ?? { enabled: true }]));
  return writeAccount(chosen, accountId, { groups });
}
