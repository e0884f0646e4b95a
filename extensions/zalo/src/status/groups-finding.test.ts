import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { expect, test } from "vitest";
import { resolveAccount } from "../config/accounts.ts";
import type { ZaloConfig } from "../config/schema.ts";
import { statusIssues } from "./issues.ts";
import { accountSnapshot } from "./snapshot.ts";

const LISTED: ZaloConfig = { groups: { "zgr-00112233445566778899": {} } };

function issues(zalo: ZaloConfig, running: boolean | undefined, probed?: boolean): string[] {
  const account = resolveAccount({ channels: { zalo } } as OpenClawConfig, undefined, {
    botToken: "1111111111:tokenTokenTokenToken",
    apiUrl: undefined,
  });
  const bot = (canJoinGroups: boolean) => ({ id: "1", username: "Bot", canJoinGroups });
  const runtime = { accountId: "default", ...(running === undefined ? {} : { bot: bot(running) }) };
  const probe = probed === undefined ? undefined : { ok: true as const, bot: bot(probed) };
  const seen = { live: {}, probe, sharedSession: undefined };
  return statusIssues([accountSnapshot(account, runtime, seen)]).map(({ message }) => message);
}

const SAID = [
  'Groups are set up for account "default", but Zalo does not let its bot join any (can_join_groups is false).',
];

test("an operator who set groups up hears when Zalo lets the bot into none", () => {
  expect(issues(LISTED, false)).toEqual(SAID);
  expect(issues({ groupPolicy: "open" }, false)).toEqual(SAID);
  expect(issues({ groupAllowFrom: ["6ede9afa66b88fe6d6a9"] }, undefined, false)).toEqual(SAID);
});

test("what Zalo says now counts before what it said at the start", () => {
  expect(issues(LISTED, false, true)).toEqual([]);
  expect(issues(LISTED, true, false)).toEqual(SAID);
});

test("nothing is said about groups that nobody set up, or when Zalo has not said", () => {
  expect(issues({}, false)).toEqual([]);
  expect(issues({ ...LISTED, groupPolicy: "disabled" }, false)).toEqual([]);
  expect(issues(LISTED, undefined)).toEqual([]);
  expect(issues(LISTED, true)).toEqual([]);
});
