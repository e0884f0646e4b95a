/** Why a message went no further: one sentence each, for the log, the status and the operator. */
const SENTENCES = {
  "dm-disabled": "Direct messages are switched off (dmPolicy is disabled).",
  "dm-sender-not-listed": "The sender is not in allowFrom.",
  "dm-policy-unknown": "dmPolicy has a value this plugin does not know, so nobody is let in.",
  "groups-disabled": "Groups are switched off (groupPolicy is disabled).",
  "group-policy-unknown": "groupPolicy has a value this plugin does not know, so no group is let in.",
  "group-not-listed": "The group is not in groups, and groupPolicy is allowlist.",
  "group-switched-off": "The group is switched off in groups (enabled is false).",
  "group-sender-not-listed":
    "The sender may not trigger the agent in this group (groupAllowFrom, else allowFrom).",
  "command-not-authorized":
    "A control command in a group needs its sender in allowFrom or groupAllowFrom by id or wildcard.",
  "not-mentioned":
    "The group message does not mention the agent; it is kept as context for the next one that does.",
  "chat-kind-unknown": "The chat is neither a direct chat nor a group.",
} as const;

export type DropReason = keyof typeof SENTENCES;

/** Every reason there is, for tables and tests. */
export const DROP_REASONS = Object.keys(SENTENCES) as readonly DropReason[];

/** The sentence a person can read; names settings, never people or secrets. */
export function explainDrop(reason: DropReason): string {
  return SENTENCES[reason];
}
