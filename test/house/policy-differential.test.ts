import { ingressIdentity, ingressInput } from "channel-kit/host/ingress-input";
import { namesId } from "channel-kit/policy/allow-list";
import { type Decision, decide, type Facts } from "channel-kit/policy/decide";
import type { DropReason } from "channel-kit/policy/drop-reasons";
import { groupRule } from "channel-kit/policy/group-rule";
import type { DmPolicy, GroupEntry, GroupPolicy, PolicySettings } from "channel-kit/policy/settings";
import { resolveChannelMessageIngress } from "openclaw/plugin-sdk/channel-ingress-runtime";
import {
  resolveChannelGroupPolicy,
  resolveChannelGroupRequireMention,
  resolveChannelGroupToolsPolicy,
} from "openclaw/plugin-sdk/channel-policy";
import { expect, test } from "vitest";

/*
 * Our policy engine beside the gateway's own, over the whole product of settings and messages. Ours may be
 * stricter, in ways that are listed here with their reasons; it is never more lenient.
 */

const ALICE = "6ede9afa66b88fe6d6a9";
const BOB = "0f12ab34cd56ef7890ab";
const GROUP = "zgr-00112233445566778899";
const PREFIXES = ["zalo:", "zl:"];
const IDENTITY = ingressIdentity(PREFIXES);

/** How far a message gets. Between nothing and an answer lie a pairing code and a place in the history. */
const REACH = { nothing: 0, middle: 1, agent: 2 } as const;

interface Case {
  facts: Facts;
  settings: PolicySettings;
  store: readonly string[];
}

const LISTS: readonly (readonly string[])[] = [
  [],
  ["   "],
  ["*"],
  [" * "],
  ["zalo:*"],
  [ALICE],
  [` ZL:${ALICE.toUpperCase()} `],
  [BOB, "Nguyễn Văn An"],
  ["accessGroup:unknown"],
  ["zalo:"],
];
const DM_POLICIES = ["pairing", "allowlist", "open", "disabled", "everybody"] as DmPolicy[];
const GROUP_POLICIES = ["open", "allowlist", "disabled", "everybody"] as GroupPolicy[];
const STORES: readonly (readonly string[])[] = [[], [ALICE], [ALICE.toUpperCase()], [BOB]];
const GROUPS: readonly Readonly<Record<string, GroupEntry>>[] = [
  {},
  { [GROUP]: {} },
  { [`ZALO:${GROUP.toUpperCase()}`]: { enabled: true } },
  { [`zl:group:${GROUP}`]: { allow: false } },
  { [GROUP]: { enabled: false, allow: true } },
  { "*": {} },
  { "*": { enabled: false } },
  { [GROUP]: { enabled: true }, "*": { enabled: false, requireMention: false } },
  { [GROUP]: { requireMention: false } },
  { [GROUP]: { allowFrom: [ALICE] }, "*": { allowFrom: [BOB] } },
  { [GROUP]: { allowFrom: [" "] }, "*": { allowFrom: [BOB] } },
  { [GROUP]: { allowFrom: ["*"], requireMention: false } },
  { "zgr-ffffffffffffffffffff": {} },
  { constructor: {}, __proto__: { enabled: true } },
];
const BOTH = [true, false] as const;

function* directCases(): Generator<Case> {
  for (const dmPolicy of DM_POLICIES)
    for (const allowFrom of LISTS)
      for (const groupAllowFrom of [[], [ALICE]])
        for (const store of STORES)
          for (const senderId of [ALICE, BOB, ALICE.toUpperCase()])
            for (const controlCommand of BOTH)
              for (const mentionsSelf of BOTH)
                yield {
                  store,
                  facts: {
                    chatKind: "direct",
                    chatId: senderId,
                    senderId,
                    paired: namesId(store, senderId, PREFIXES),
                    mentionsSelf,
                    controlCommand,
                  },
                  settings: {
                    dmPolicy,
                    allowFrom,
                    groupAllowFrom,
                    groupPolicy: "open",
                    groups: {},
                    idPrefixes: PREFIXES,
                  },
                };
}

function* groupCases(): Generator<Case> {
  for (const groupPolicy of GROUP_POLICIES)
    for (const groups of GROUPS)
      for (const allowFrom of LISTS.slice(0, 8))
        for (const groupAllowFrom of LISTS)
          for (const senderId of [ALICE, BOB])
            for (const paired of BOTH)
              for (const controlCommand of BOTH)
                for (const mentionsSelf of BOTH)
                  yield {
                    store: paired ? [senderId] : [],
                    facts: {
                      chatKind: "group",
                      chatId: GROUP,
                      senderId,
                      paired,
                      mentionsSelf,
                      controlCommand,
                    },
                    settings: {
                      dmPolicy: "pairing",
                      allowFrom,
                      groupAllowFrom,
                      groupPolicy,
                      groups,
                      idPrefixes: PREFIXES,
                    },
                  };
}

async function gatewayReach({ facts, settings, store }: Case) {
  const { ingress, commandAccess } = await resolveChannelMessageIngress(
    ingressInput(facts, settings, {
      channelId: "zalo",
      accountId: "default",
      identity: IDENTITY,
      readPairedIds: async () => store,
    }),
  );
  const reach = {
    dispatch: REACH.agent,
    observe: REACH.middle,
    skip: REACH.middle,
    "pairing-required": REACH.middle,
    drop: REACH.nothing,
  }[ingress.admission];
  return { reach, admission: ingress.admission, commandAuthorized: commandAccess.authorized };
}

function ourReach(decision: Decision): number {
  if (decision.kind === "admit") return REACH.agent;
  if (decision.kind === "challenge") return REACH.middle;
  return decision.keepAsHistory ? REACH.middle : REACH.nothing;
}

/** Where ours denies more than the gateway, and why that is meant. */
const MEANT_TO_BE_STRICTER: Readonly<Partial<Record<DropReason, (given: Case) => boolean>>> = {
  // The gateway's `open` lets any sender speak in a group; ours keeps to a list of senders that is set.
  "group-sender-not-listed": ({ settings }) => settings.groupPolicy === "open",
};

async function compare(cases: Iterable<Case>) {
  const seen = { cases: 0, same: 0, stricter: {} as Record<string, number> };
  const wrong: unknown[] = [];
  for (const given of cases) {
    seen.cases += 1;
    const ours = decide(given.facts, given.settings);
    const gateway = await gatewayReach(given);
    const reach = ourReach(ours);
    const lenient =
      reach > gateway.reach ||
      (ours.kind === "challenge" && gateway.admission !== "pairing-required") ||
      (ours.kind === "admit" && ours.commandAuthorized && !gateway.commandAuthorized);
    if (reach === gateway.reach && !lenient) {
      seen.same += 1;
    } else if (!lenient && ours.kind === "drop" && MEANT_TO_BE_STRICTER[ours.reason]?.(given) === true) {
      seen.stricter[ours.reason] = (seen.stricter[ours.reason] ?? 0) + 1;
    } else {
      wrong.push({ given, ours, gateway });
    }
  }
  expect(wrong.slice(0, 3)).toEqual([]);
  return seen;
}

test("in direct chats we and the gateway say the same about every case", async () => {
  const seen = await compare(directCases());
  expect(seen).toEqual({ cases: 4_800, same: 4_800, stricter: {} });
});

test("in groups we are never more lenient than the gateway, and stricter only where it is meant", async () => {
  const seen = await compare(groupCases());
  expect(seen).toEqual({ cases: 71_680, same: 67_020, stricter: { "group-sender-not-listed": 4_660 } });
});

test("which groups are allowed, their mention gate and their tools follow the gateway's own helpers", () => {
  const tools: Readonly<Record<string, GroupEntry>>[] = [
    { [GROUP]: {}, "*": { tools: { deny: ["exec"] } } },
    { [GROUP]: { tools: { allow: ["read"] } }, "*": { tools: { deny: ["exec"] }, requireMention: false } },
  ];
  for (const groupPolicy of ["allowlist", "disabled"] as const) {
    for (const groups of [...GROUPS.filter(isPlainlyWritten), ...tools]) {
      for (const groupAllowFrom of [[], [ALICE]]) {
        const settings: PolicySettings = {
          dmPolicy: "pairing",
          allowFrom: [],
          groupAllowFrom,
          groupPolicy,
          groups,
          idPrefixes: PREFIXES,
        };
        const facts: Facts = {
          chatKind: "group",
          chatId: GROUP,
          senderId: ALICE,
          paired: false,
          mentionsSelf: true,
          controlCommand: false,
        };
        const asked = {
          cfg: { channels: { zalo: { groupPolicy, groups } } },
          channel: "zalo",
          groupId: GROUP,
          hasGroupAllowFrom: groupAllowFrom.length > 0,
        } as unknown as Parameters<typeof resolveChannelGroupPolicy>[0];
        const allowed = resolveChannelGroupPolicy(asked).allowed;
        const rule = groupRule(GROUP, settings);
        if (decide(facts, settings).kind === "admit")
          expect({ settings, allowed }).toMatchObject({ allowed: true });
        expect(rule.requireMention).toBe(resolveChannelGroupRequireMention(asked));
        expect(rule.tools).toEqual(resolveChannelGroupToolsPolicy(asked));
      }
    }
  }
});

/** The gateway's helpers compare keys as written, so only these can be put beside ours. */
function isPlainlyWritten(groups: Readonly<Record<string, GroupEntry>>): boolean {
  return Object.keys(groups).every((key) => key === GROUP || key === "*");
}
