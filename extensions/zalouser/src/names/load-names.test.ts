import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Inbox } from "channel-kit/inbox/inbox";
import { openInbox } from "channel-kit/inbox/sqlite-inbox";
import { ChannelError } from "channel-kit/outcome/channel-error";
import type { PolicySettings } from "channel-kit/policy/settings";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { GroupProfile, Profile } from "../session/port.ts";
import { type LoadNamesOptions, loadNames } from "./load-names.ts";
import { readNames } from "./names-book.ts";

const LAN: Profile = { id: "4000000000000000002", name: "Lan Anh", alias: "Chị Lan", isFriend: true };
const OTHER: Profile = { id: "4000000000000000003", name: "Chị Lan", isFriend: true };
const SHOP: GroupProfile = { id: "5000000000000000001", name: "Nhóm bán hàng", memberCount: 3 };

let folder: string;
let inbox: Inbox;
let lines: string[];
let asked: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "names-"));
  inbox = openInbox({ file: join(folder, "inbox.sqlite"), channelId: "zalouser" });
  lines = [];
  asked = [];
});
afterEach(() => {
  inbox.close();
  rmSync(folder, { recursive: true });
});

const policyOf = (settings: Partial<PolicySettings>): PolicySettings => ({
  dmPolicy: "allowlist",
  allowFrom: [],
  groupPolicy: "allowlist",
  groupAllowFrom: [],
  groups: {},
  idPrefixes: [],
  ...settings,
});

/** An account of these friends, in one group. */
const account = (friends: readonly Profile[] = [LAN]): LoadNamesOptions["session"] => ({
  friends: async () => {
    asked.push("friends");
    return friends;
  },
  groups: async () => {
    asked.push("groups");
    return [SHOP];
  },
});

const start = async (settings: Partial<PolicySettings>, options: Partial<LoadNamesOptions> = {}) =>
  await loadNames({
    accountId: "shop",
    policy: policyOf(settings),
    session: account(),
    ledger: inbox.ledger("shop"),
    log: { info: (line) => lines.push(line), warn: (line) => lines.push(line) },
    signal: new AbortController().signal,
    ...options,
  });

test("Zalo is asked only for what the lists need", async () => {
  await start({ allowFrom: ["*", "4000000000000000009", "accessGroup:staff"], groups: { "777777": {} } });
  expect(asked).toEqual([]);
  await start({ groups: { "777777": { allowFrom: ["Chị Lan"] } } });
  expect(asked).toEqual(["friends"]);
  await start({ groups: { "Nhóm bán hàng": {} } });
  expect(asked).toEqual(["friends", "groups"]);
});

test("what each name means is logged, and what means nobody with its fix", async () => {
  const { policy, findings, isComplete } = await start({ allowFrom: ["chị lan", "Bình"] });
  expect(policy.allowFrom).toEqual([LAN.id, "Bình"]);
  expect(findings).toMatchObject([{ entry: "Bình", why: "unknown" }]);
  expect(isComplete).toBe(true);
  expect(lines).toEqual([
    `Zalo account "shop": "chị lan" in allowFrom means ${LAN.id} (Chị Lan).`,
    'Zalo account "shop": "Bình" in allowFrom is the name of no friend, so it matches nobody. Put an id in its place: openclaw directory peers list --channel zalouser',
  ]);
});

test("a later start keeps to what the first one found", async () => {
  await start({ allowFrom: ["Chị Lan"] });
  const renamed = { ...LAN, alias: "Lan kho" };
  const { policy } = await start({ allowFrom: ["Chị Lan"] }, { session: account([renamed, OTHER]) });
  expect(policy.allowFrom).toEqual([LAN.id]);
});

test("what stands in the lists no more is forgotten, and a fresh start asks anew", async () => {
  await start({ allowFrom: ["Chị Lan"] });
  await start({ allowFrom: [LAN.id] });
  expect(await readNames(inbox.ledger("shop"))).toEqual({ pins: [], findings: [] });
  const { policy } = await start({ allowFrom: ["Chị Lan"] }, { session: account([OTHER]) });
  expect(policy.allowFrom).toEqual([OTHER.id]);
});

test("an account without names leaves nothing behind", async () => {
  await start({ allowFrom: [LAN.id] });
  expect(await readNames(inbox.ledger("shop"))).toBeUndefined();
});

test("what was found last is on disk for whoever looks from outside", async () => {
  await start({ allowFrom: ["Bình"], groups: { "Nhóm bán hàng": {} } });
  expect(await readNames(inbox.ledger("shop"))).toMatchObject({
    pins: [{ kind: "group", key: "nhóm bán hàng", id: SHOP.id }],
    findings: [{ entry: "Bình", why: "unknown" }],
  });
});

test("without an answer in time, names known from before hold and the others match nobody", async () => {
  await start({ allowFrom: ["Chị Lan"] });
  const silent = {
    ...account(),
    friends: (signal: AbortSignal) =>
      new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
  };
  const { policy, findings, isComplete } = await start(
    { allowFrom: ["Chị Lan", "Bình"] },
    { session: silent, patienceMs: 1 },
  );
  expect(policy.allowFrom).toEqual([LAN.id, "Bình"]);
  expect(findings).toMatchObject([{ entry: "Bình", why: "not-asked" }]);
  expect(isComplete).toBe(false);
});

test("a refusal of Zalo's is no reason not to start", async () => {
  const refusing = {
    ...account(),
    groups: async () => {
      throw new ChannelError("rejected", "Zalo says no.");
    },
  };
  const { policy, isComplete } = await start({ groups: { "Nhóm bán hàng": {} } }, { session: refusing });
  expect(Object.keys(policy.groups)).toEqual(["Nhóm bán hàng"]);
  expect(isComplete).toBe(false);
  expect(lines[0]).toContain("its groups could not be listed, so names are not looked up. Zalo says no.");
});

test("an account that is stopped meanwhile does not go on with half its lists", async () => {
  const stopping = new AbortController();
  const session = {
    ...account(),
    friends: async () => {
      stopping.abort(new ChannelError("aborted", "stopped"));
      throw new Error("cut");
    },
  };
  await expect(start({ allowFrom: ["Lan"] }, { session, signal: stopping.signal })).rejects.toMatchObject({
    code: "aborted",
  });
});
