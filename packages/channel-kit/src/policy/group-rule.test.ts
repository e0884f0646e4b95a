import { expect, test } from "vitest";
import { groupRule } from "./group-rule.ts";
import type { GroupEntry } from "./settings.ts";

const GROUP = "zgr-00112233445566778899";
const ruleIn = (groups: Record<string, GroupEntry>) =>
  groupRule(GROUP, { groups, idPrefixes: ["zalo:", "zl:"] });

test("a group nobody wrote about is unlisted, enabled, and wants a mention", () => {
  expect(ruleIn({})).toEqual({ listed: false, enabled: true, requireMention: true });
});

test("a group with an entry of its own still inherits the tools denied for all groups", () => {
  const rule = ruleIn({ [GROUP]: { requireMention: false }, "*": { tools: { deny: ["exec"] } } });
  expect(rule).toMatchObject({ requireMention: false, tools: { deny: ["exec"] } });
});

test("each field is the group's own, then that of all groups, then the default", () => {
  const rule = ruleIn({
    [GROUP]: { systemPrompt: "own", allowFrom: [" "] },
    "*": { systemPrompt: "all", allowFrom: ["111"], enabled: false },
  });
  expect(rule).toEqual({
    listed: true,
    enabled: false,
    requireMention: true,
    systemPrompt: "own",
    allowFrom: ["111"],
  });
});

test("`allow` is read as `enabled`, and `enabled` wins where both are written", () => {
  expect(ruleIn({ [GROUP]: { allow: false } }).enabled).toBe(false);
  expect(ruleIn({ [GROUP]: { allow: false, enabled: true } }).enabled).toBe(true);
  expect(ruleIn({ [GROUP]: { allow: true }, "*": { enabled: false } }).enabled).toBe(true);
});

test.each([`zalo:${GROUP}`, ` ZL:${GROUP.toUpperCase()}`, `group:${GROUP}`, `zalo:group:${GROUP}`])(
  "the key %s means this group",
  (key) => {
    expect(ruleIn({ [key]: { requireMention: false } })).toMatchObject({
      listed: true,
      requireMention: false,
    });
  },
);

test("the exact key wins over another spelling of it", () => {
  const rule = ruleIn({ [`zalo:${GROUP}`]: { enabled: true }, [GROUP]: { enabled: false } });
  expect(rule.enabled).toBe(false);
});

test("a group's name is not a key for it, and neither is a word that objects happen to have", () => {
  expect(ruleIn({ "Đội Kỹ Thuật": {} }).listed).toBe(false);
  expect(groupRule("constructor", { groups: {}, idPrefixes: [] }).listed).toBe(false);
});
