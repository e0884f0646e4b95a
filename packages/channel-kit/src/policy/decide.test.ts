import { describe, expect, test } from "vitest";
import { chatId, userId } from "../envelope/ids.ts";
import { fc } from "../testing/examples.ts";
import { type Decision, decide, type Facts, factsOf } from "./decide.ts";
import { DROP_REASONS, explainDrop } from "./drop-reasons.ts";
import type { DmPolicy, GroupPolicy, PolicySettings } from "./settings.ts";

const OWNER = "6ede9afa66b88fe6d6a9";
const STRANGER = "0f12ab34cd56ef7890ab";
const GROUP = "zgr-00112233445566778899";

const settings = (changes: Partial<PolicySettings> = {}): PolicySettings => ({
  dmPolicy: "pairing",
  allowFrom: [],
  groupPolicy: "allowlist",
  groupAllowFrom: [],
  groups: {},
  idPrefixes: ["zalo:", "zl:"],
  ...changes,
});

const direct = (changes: Partial<Facts> = {}): Facts => ({
  chatKind: "direct",
  chatId: STRANGER,
  senderId: STRANGER,
  paired: false,
  mentionsSelf: false,
  controlCommand: false,
  ...changes,
});

const inGroup = (changes: Partial<Facts> = {}): Facts =>
  direct({ chatKind: "group", chatId: GROUP, mentionsSelf: true, ...changes });

/** The decision in one word: `admit`, `challenge` or the reason for dropping. */
const verdict = (decision: Decision) => (decision.kind === "drop" ? decision.reason : decision.kind);

describe("a direct message", () => {
  test.each<[DmPolicy, readonly string[], boolean, string]>([
    ["pairing", [], false, "challenge"],
    ["pairing", [], true, "admit"],
    ["pairing", [STRANGER], false, "admit"],
    ["pairing", ["*"], false, "admit"],
    ["allowlist", [], false, "dm-sender-not-listed"],
    ["allowlist", [STRANGER], false, "admit"],
    ["allowlist", [OWNER], true, "dm-sender-not-listed"],
    ["open", ["*"], false, "admit"],
    ["open", [], false, "dm-sender-not-listed"],
    ["open", [OWNER], true, "dm-sender-not-listed"],
    ["open", [STRANGER], false, "admit"],
    ["disabled", ["*"], true, "dm-disabled"],
    ["everybody" as DmPolicy, ["*"], true, "dm-policy-unknown"],
  ])("under %s with allowFrom %j, paired %s: %s", (dmPolicy, allowFrom, paired, expected) => {
    expect(verdict(decide(direct({ paired }), settings({ dmPolicy, allowFrom })))).toBe(expected);
  });

  test("is never kept as history when it is dropped", () => {
    expect(decide(direct(), settings({ dmPolicy: "disabled" }))).toMatchObject({ keepAsHistory: false });
  });

  test("needs no mention, and its sender may use control commands", () => {
    expect(decide(direct({ paired: true, controlCommand: true }), settings())).toEqual({
      kind: "admit",
      commandAuthorized: true,
    });
  });
});

describe("which groups are open", () => {
  test.each<[GroupPolicy, PolicySettings["groups"], string]>([
    ["open", {}, "admit"],
    ["open", { [GROUP]: { enabled: false } }, "group-switched-off"],
    ["open", { "*": { enabled: false } }, "group-switched-off"],
    ["open", { other: {} }, "admit"],
    ["allowlist", {}, "group-not-listed"],
    ["allowlist", { other: {} }, "group-not-listed"],
    ["allowlist", { [GROUP]: {} }, "admit"],
    ["allowlist", { "*": {} }, "admit"],
    ["allowlist", { [GROUP]: { enabled: false }, "*": {} }, "group-switched-off"],
    ["allowlist", { [GROUP]: { enabled: true }, "*": { enabled: false } }, "admit"],
    ["disabled", { [GROUP]: { enabled: true } }, "groups-disabled"],
    ["everything" as GroupPolicy, { "*": {} }, "group-policy-unknown"],
  ])("under %s with groups %j: %s", (groupPolicy, groups, expected) => {
    expect(verdict(decide(inGroup(), settings({ groupPolicy, groups })))).toBe(expected);
  });

  test("people listed and no group listed: these people are heard in any group, others in none", () => {
    const policy = settings({ groupAllowFrom: [OWNER] });
    expect(verdict(decide(inGroup({ senderId: OWNER }), policy))).toBe("admit");
    expect(verdict(decide(inGroup(), policy))).toBe("group-sender-not-listed");
  });

  test("allowFrom alone opens no group: it is about direct messages first", () => {
    expect(verdict(decide(inGroup(), settings({ allowFrom: ["*"] })))).toBe("group-not-listed");
  });
});

describe("who may trigger the agent in an allowed group", () => {
  const groups = { [GROUP]: {} };

  test("anyone, when no list is set", () => {
    expect(verdict(decide(inGroup(), settings({ groups })))).toBe("admit");
  });

  test("those in allowFrom, when only that is set", () => {
    const policy = settings({ groups, allowFrom: [OWNER] });
    expect(verdict(decide(inGroup({ senderId: OWNER }), policy))).toBe("admit");
    expect(verdict(decide(inGroup(), policy))).toBe("group-sender-not-listed");
  });

  test("those in groupAllowFrom, which takes the place of allowFrom", () => {
    const policy = settings({ groups, allowFrom: [OWNER], groupAllowFrom: [STRANGER] });
    expect(verdict(decide(inGroup({ senderId: OWNER }), policy))).toBe("group-sender-not-listed");
    expect(verdict(decide(inGroup(), policy))).toBe("admit");
  });

  test("those in the group's own list, which takes the place of groupAllowFrom", () => {
    const policy = settings({ groups: { [GROUP]: { allowFrom: [STRANGER] } }, groupAllowFrom: [OWNER] });
    expect(verdict(decide(inGroup(), policy))).toBe("admit");
    expect(verdict(decide(inGroup({ senderId: OWNER }), policy))).toBe("group-sender-not-listed");
  });

  test("not those who were only paired for direct messages", () => {
    const policy = settings({ groups, groupAllowFrom: [OWNER] });
    expect(verdict(decide(inGroup({ paired: true }), policy))).toBe("group-sender-not-listed");
  });
});

describe("the mention gate", () => {
  const policy = settings({ groups: { [GROUP]: {} }, groupAllowFrom: [OWNER] });

  test("a message without a mention is skipped and becomes pending history", () => {
    expect(decide(inGroup({ senderId: OWNER, mentionsSelf: false }), policy)).toEqual({
      kind: "drop",
      reason: "not-mentioned",
      keepAsHistory: true,
    });
  });

  test("a message from somebody who may not speak is not kept as history", () => {
    expect(decide(inGroup({ mentionsSelf: false }), policy)).toMatchObject({ keepAsHistory: false });
  });

  test("a control command opens the gate for those who may use it", () => {
    const command = inGroup({ senderId: OWNER, mentionsSelf: false, controlCommand: true });
    expect(decide(command, policy)).toMatchObject({ kind: "admit", commandAuthorized: true });
  });

  test("a control command of anybody else is dropped, mention or not", () => {
    const anyone = settings({ groups: { [GROUP]: { requireMention: false } } });
    expect(verdict(decide(inGroup({ controlCommand: true }), anyone))).toBe("command-not-authorized");
    expect(decide(inGroup(), anyone)).toMatchObject({ kind: "admit", commandAuthorized: false });
  });

  test("requireMention false lets everything through, for one group or for all", () => {
    const quiet = inGroup({ mentionsSelf: false });
    const own = settings({ groups: { [GROUP]: { requireMention: false } } });
    const all = settings({ groups: { [GROUP]: {}, "*": { requireMention: false } } });
    expect([verdict(decide(quiet, own)), verdict(decide(quiet, all))]).toEqual(["admit", "admit"]);
  });

  test("an admitted message carries the rule of its group", () => {
    const groups = { [GROUP]: { systemPrompt: "Be brief." }, "*": { tools: { deny: ["exec"] } } };
    expect(decide(inGroup(), settings({ groups }))).toMatchObject({
      group: { systemPrompt: "Be brief.", tools: { deny: ["exec"] } },
    });
  });
});

test("facts are read off an envelope", () => {
  const envelope = {
    chat: { id: chatId(GROUP), kind: "group" as const },
    sender: { id: userId(OWNER), name: "Lan" },
    mentionsSelf: true,
  };
  expect(factsOf(envelope, { paired: false, controlCommand: false })).toEqual(inGroup({ senderId: OWNER }));
});

test("every reason for dropping is one sentence", () => {
  for (const reason of DROP_REASONS) expect(explainDrop(reason)).toMatch(/^[A-Za-z][^\n]+\.$/);
});

describe("whatever the settings and the message", () => {
  const id = fc.oneof(fc.constantFrom(OWNER, STRANGER, GROUP, "", "*", "__proto__"), fc.string());
  const list = fc.array(fc.oneof(id, fc.constantFrom(" ", `zalo:${OWNER}`, "zl:*")), { maxLength: 4 });
  const optional = <Value>(arb: fc.Arbitrary<Value>) => fc.option(arb, { nil: undefined });
  const entry = fc.record(
    { enabled: fc.boolean(), allow: fc.boolean(), requireMention: fc.boolean(), allowFrom: list },
    { requiredKeys: [] },
  );
  const anySettings = fc.record({
    dmPolicy: fc.oneof(fc.constantFrom("pairing", "allowlist", "open", "disabled"), fc.string()),
    groupPolicy: fc.oneof(fc.constantFrom("open", "allowlist", "disabled"), fc.string()),
    allowFrom: list,
    groupAllowFrom: list,
    groups: fc.dictionary(id, entry, { maxKeys: 3 }),
    idPrefixes: fc.constant(["zalo:", "zl:"]),
  }) as unknown as fc.Arbitrary<PolicySettings>;
  const anyFacts = fc.record({
    chatKind: fc.constantFrom("direct", "group", "channel"),
    chatId: id,
    senderId: id,
    paired: fc.boolean(),
    mentionsSelf: fc.boolean(),
    controlCommand: fc.boolean(),
  }) as unknown as fc.Arbitrary<Facts>;

  test("there is a decision, and every drop has a known reason", () => {
    fc.assert(
      fc.property(anyFacts, anySettings, (facts, policy) => {
        const decision = decide(facts, policy);
        if (decision.kind === "drop") expect(DROP_REASONS).toContain(decision.reason);
        else expect(["admit", "challenge"]).toContain(decision.kind);
      }),
    );
  });

  test("an unknown policy lets nobody in", () => {
    fc.assert(
      fc.property(anyFacts, anySettings, optional(fc.string()), (facts, policy, typo) => {
        const wrong = `x${typo ?? ""}`;
        const broken = { ...policy, dmPolicy: wrong as DmPolicy, groupPolicy: wrong as GroupPolicy };
        expect(decide(facts, broken).kind).toBe("drop");
      }),
    );
  });

  test("taking everybody off the lists of direct messages never lets more people in", () => {
    fc.assert(
      fc.property(anyFacts, anySettings, (facts, policy) => {
        const before = decide({ ...facts, chatKind: "direct" }, { ...policy, allowFrom: [] });
        const after = decide({ ...facts, chatKind: "direct" }, policy);
        if (before.kind === "admit") expect(after.kind).toBe("admit");
      }),
    );
  });
});
