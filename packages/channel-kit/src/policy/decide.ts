import type { ChatKind, Envelope } from "../envelope/envelope.ts";
import { allows, hasEntries } from "./allow-list.ts";
import type { DropReason } from "./drop-reasons.ts";
import { type GroupRule, groupRule } from "./group-rule.ts";
import type { PolicySettings } from "./settings.ts";

/** What has to be known about one message before the policy can be asked. */
export interface Facts {
  chatKind: ChatKind;
  chatId: string;
  senderId: string;
  /** The sender stands in the account's pairing store. Counts in direct chats under `pairing` only. */
  paired: boolean;
  /** The message addresses the agent: a mention, `@All`, or a quote of one of its messages. */
  mentionsSelf: boolean;
  /** The text is one of the gateway's control commands (`/new`, `/status`…), whoever wrote it. */
  controlCommand: boolean;
}

export type Decision =
  | {
      kind: "admit";
      /** The sender may run control commands. Always true in direct chats. */
      commandAuthorized: boolean;
      /** The rule of the group it was written in; absent in direct chats. */
      group?: GroupRule;
    }
  | { kind: "challenge" }
  | {
      kind: "drop";
      reason: DropReason;
      /** True when only the mention was missing: the message becomes pending history of its group. */
      keepAsHistory: boolean;
    };

/** The facts that an envelope holds, with the two that it does not. */
export function factsOf(
  envelope: Pick<Envelope, "chat" | "sender" | "mentionsSelf">,
  known: Pick<Facts, "paired" | "controlCommand">,
): Facts {
  return {
    chatKind: envelope.chat.kind,
    chatId: envelope.chat.id,
    senderId: envelope.sender.id,
    mentionsSelf: envelope.mentionsSelf,
    ...known,
  };
}

/**
 * Says what happens to a message. Pure and total: it never throws, and denies whatever it does not know,
 * so it may be asked before anything visible happens.
 */
export function decide(facts: Facts, settings: PolicySettings): Decision {
  switch (facts.chatKind) {
    case "direct":
      return decideDirect(facts, settings);
    case "group":
      return decideGroup(facts, settings);
    default:
      facts.chatKind satisfies never;
      return drop("chat-kind-unknown");
  }
}

function decideDirect(facts: Facts, settings: PolicySettings): Decision {
  const listed = allows(settings.allowFrom, facts.senderId, settings.idPrefixes);
  const admit: Decision = { kind: "admit", commandAuthorized: true };
  switch (settings.dmPolicy) {
    case "disabled":
      return drop("dm-disabled");
    case "pairing":
      return listed || facts.paired ? admit : { kind: "challenge" };
    // "open" without "*" is refused as a config; if it gets here, the list is all there is.
    case "open":
    case "allowlist":
      return listed ? admit : drop("dm-sender-not-listed");
    default:
      settings.dmPolicy satisfies never;
      return drop("dm-policy-unknown");
  }
}

function decideGroup(facts: Facts, settings: PolicySettings): Decision {
  const rule = groupRule(facts.chatId, settings);
  const closed = groupClosed(rule, settings);
  if (closed !== undefined) return drop(closed);
  const senders = rule.allowFrom ?? groupSenders(settings);
  if (hasEntries(senders) && !allows(senders, facts.senderId, settings.idPrefixes)) {
    return drop("group-sender-not-listed");
  }
  const commandAuthorized = mayCommandInGroups(facts.senderId, settings);
  if (facts.controlCommand && !commandAuthorized) return drop("command-not-authorized");
  // A control command that got here is authorised, and needs no mention.
  if (rule.requireMention && !facts.mentionsSelf && !facts.controlCommand) return drop("not-mentioned");
  return { kind: "admit", commandAuthorized, group: rule };
}

/** Why nobody can be heard in this group, or undefined when the group is open to its senders. */
export function groupClosed(
  rule: GroupRule,
  settings: Pick<PolicySettings, "groupPolicy" | "groups" | "groupAllowFrom">,
): DropReason | undefined {
  switch (settings.groupPolicy) {
    case "disabled":
      return "groups-disabled";
    case "open":
    case "allowlist":
      if (!rule.enabled) return "group-switched-off";
      if (settings.groupPolicy === "open" || rule.listed) return undefined;
      // With people listed and no groups at all, the list of people is the allow list, in any group.
      if (Object.keys(settings.groups).length === 0 && hasEntries(settings.groupAllowFrom)) return undefined;
      return "group-not-listed";
    default:
      settings.groupPolicy satisfies never;
      return "group-policy-unknown";
  }
}

/** Who may trigger the agent in groups without a list of their own; empty means anyone. */
export function groupSenders(
  settings: Pick<PolicySettings, "allowFrom" | "groupAllowFrom">,
): readonly string[] {
  return hasEntries(settings.groupAllowFrom) ? settings.groupAllowFrom : settings.allowFrom;
}

/**
 * The gateway wants an explicit listing for commands in groups: being allowed to chat because no list is
 * set, because of pairing, or by one group's own list, is not enough.
 */
function mayCommandInGroups(senderId: string, settings: PolicySettings): boolean {
  return [settings.allowFrom, groupSenders(settings)].some((list) =>
    allows(list, senderId, settings.idPrefixes),
  );
}

function drop(reason: DropReason): Decision {
  return { kind: "drop", reason, keepAsHistory: reason === "not-mentioned" };
}
