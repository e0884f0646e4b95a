import { expect, test } from "vitest";
import { statusIssues } from "./issues.ts";
import type { ZalouserSnapshot } from "./snapshot.ts";

const NOW = Date.UTC(2026, 0, 2, 12);
const MINUTE_MS = 60_000;

const issuesOf = (own: Partial<ZalouserSnapshot>) =>
  statusIssues([{ accountId: "shop", enabled: true, linked: true, ...own }], NOW);

test("an account that is well has nothing to mend, and one that is off neither", () => {
  expect(issuesOf({ connected: true, heldBack: [], badFrames: 0 })).toEqual([]);
  expect(issuesOf({ enabled: false, linked: false, groupPolicyUnset: "x" })).toEqual([]);
});

test("without a login the command is named that makes one, and nothing else is said about the connection", () => {
  const blocked = { since: NOW, code: "unauthorized" as const, fix: "…" };
  expect(issuesOf({ linked: false, blocked, lastError: "…" })).toEqual([
    {
      channel: "zalouser",
      accountId: "shop",
      kind: "auth",
      message: "Nobody is logged in to this account.",
      fix: "Run: openclaw channels login --channel zalouser --account shop",
    },
  ]);
});

test("a blocked account waits for its operator", () => {
  const blocked = { since: NOW, code: "unauthorized" as const, fix: "Log in again." };
  expect(issuesOf({ blocked, lastError: "refused" })).toMatchObject([{ kind: "auth", fix: "Log in again." }]);
});

test("an account that gave way says to whom, until when, and how to have it back", () => {
  const yielded = { to: "kicked" as const, since: NOW, until: NOW + 15 * MINUTE_MS };
  expect(issuesOf({ yielded, lastError: "somebody logged in" })).toMatchObject([
    {
      message:
        "somebody logged in to this account elsewhere, and Zalo lets one of the two stay. The account comes back at 2026-01-02T12:15:00.000Z.",
      fix: expect.stringContaining("restart the gateway"),
    },
  ]);
});

test("an outage says how long it lasts, why, and when the next try is", () => {
  const reconnecting = { since: NOW - 30 * MINUTE_MS, nextTryAt: NOW + 41_200 };
  expect(issuesOf({ reconnecting, lastError: "The connection broke off." })).toMatchObject([
    { message: "Not connected for 30 min, and tried again in 42 s. The connection broke off." },
  ]);
});

test("a probe that failed is told when nothing else explains it", () => {
  const probe = { ok: false, error: "Zalo said no." };
  expect(issuesOf({ probe })).toMatchObject([{ message: "Zalo said no." }]);
});

test("what is held back, who matches nobody, open groups and bad frames are told", () => {
  const messages = issuesOf({
    heldBack: ["messages in 3 chats wait until 06:00: quiet hours"],
    names: [{ message: '"Lan" in allowFrom is the name of no friend.', fix: "Put an id in its place." }],
    groupPolicyUnset: "channels.zalouser.accounts.shop.groupPolicy",
    badFrames: 2,
    inbox: { waiting: 0, underWay: 0, deadLetters: 1 },
  }).map(({ message, fix }) => [message, fix ?? ""].join(" | "));
  expect(messages).toEqual([
    "To keep the account from being banned: messages in 3 chats wait until 06:00: quiet hours. | ",
    "1 message(s) could not be answered and were given up. | Look at them, then retry or drop them: openclaw zalouser dead-letters list --account shop",
    '"Lan" in allowFrom is the name of no friend. | Put an id in its place.',
    'groupPolicy is not set, which means "open": no group that this account is in is shut out. | Choose: openclaw config set channels.zalouser.accounts.shop.groupPolicy allowlist (or open, or disabled)',
    "2 thing(s) that Zalo sent could not be understood and were left out. | The log says more: openclaw channels logs --channel zalouser",
  ]);
});
