import { expect, test } from "vitest";
import { statusIssues } from "./issues.ts";
import type { ZaloSnapshot } from "./snapshot.ts";

const NOW = 1_700_000_000_000;
const MINUTE = 60_000;

const issues = (account: Partial<ZaloSnapshot>) =>
  statusIssues([{ accountId: "shop", enabled: true, tokenStatus: "available", ...account }], NOW);

test("a healthy account raises nothing, however busy it is", () => {
  const inbox = { waiting: 3, waitingSince: NOW - MINUTE, underWay: 2, deadLetters: 0 };
  expect(issues({ running: true, connected: true, lastError: null, blocked: null, inbox })).toEqual([]);
});

test("an account that is switched off raises nothing", () => {
  expect(issues({ enabled: false, lastError: "No token." })).toEqual([]);
});

test("a blocked account is told the command that mends it, once", () => {
  const fix = "Run: openclaw channels add --channel zalo --account shop --token <token>";
  const blocked = { since: NOW - MINUTE, code: "unauthorized", fix } as const;
  expect(issues({ blocked, lastError: `getUpdates was refused with 401. ${fix}` })).toEqual([
    {
      channel: "zalo",
      accountId: "shop",
      kind: "auth",
      message: "The account waits until this is mended, and then starts by itself.",
      fix,
    },
  ]);
});

test("what is wrong with the settings is told apart from what happens while it runs", () => {
  expect(issues({ tokenStatus: "missing", lastError: "No token." })[0]).toMatchObject({ kind: "config" });
  expect(issues({ lastError: "Unreachable." })[0]).toMatchObject({ kind: "runtime" });
});

test("a probe that fails is an issue unless the account says the same itself", () => {
  const probe = { ok: false, error: "getMe failed.", refused: false };
  expect(issues({ probe }).map(({ message }) => message)).toEqual(["getMe failed."]);
  expect(issues({ probe, lastError: "getUpdates failed." }).map(({ message }) => message)).toEqual([
    "getUpdates failed.",
  ]);
});

test("a used-up quota says since when, and that answers are not lost", () => {
  const [issue] = issues({ quota: { since: NOW - 125 * MINUTE, lastSeenAt: NOW - 40_000 } });
  expect(issue?.message).toContain("refused to send for 2 h (429, last 40 s ago)");
  expect(issue?.message).toContain("tried again");
});

test("given-up messages come with the command that shows them", () => {
  const inbox = { waiting: 0, underWay: 0, deadLetters: 2 };
  expect(issues({ inbox })).toMatchObject([
    {
      message: "2 message(s) could not be answered and were given up.",
      fix: expect.stringContaining("openclaw zalo dead-letters list --account shop"),
    },
  ]);
});

test("messages that wait for long are an issue, and so is an inbox that cannot be read", () => {
  const inbox = { waiting: 7, waitingSince: NOW - 3 * 24 * 60 * MINUTE, underWay: 0, deadLetters: 0 };
  expect(issues({ inbox })[0]?.message).toBe("7 message(s) wait to be answered, the oldest for 3 d.");
  expect(issues({ inbox: { error: "The inbox is damaged." } })[0]?.message).toBe("The inbox is damaged.");
});

test("sends in doubt and a shared session are passed on", () => {
  const sharedSession = { message: "Several people share a session.", fix: "Set session.dmScope." };
  const found = issues({ unconfirmedSends: 1, possibleDoubles: 2, sharedSession });
  expect(found.map(({ message }) => message)).toEqual([
    "1 message(s) may not have arrived, because Zalo's answer was cut off.",
    "2 message(s) may have arrived twice, because Zalo's answer was cut off.",
    "Several people share a session.",
  ]);
});

test("a webhook that Zalo cannot reach comes with the fix for what it found", () => {
  const trial = { outcome: "webhook.http.403", status: 403 };
  expect(issues({ webhookTrial: trial })).toEqual([
    expect.objectContaining({
      kind: "runtime",
      message: "Zalo tried the webhook and did not get through (webhook.http.403, HTTP 403).",
      fix: expect.stringContaining("Browser Integrity Check"),
    }),
  ]);
  expect(issues({ webhookTrial: { outcome: "webhook.err.tls" } })[0]?.fix).toContain("certificate");
  expect(issues({ webhookTrial: { outcome: "webhook.http.other", status: 401 } })[0]?.fix).toContain(
    "all is well",
  );
  expect(issues({ webhookTrial: { outcome: "webhook.http.other", status: 302 } })[0]?.fix).toContain(
    "redirect",
  );
  expect(issues({ webhookTrial: { outcome: "webhook.err.of-tomorrow" } })[0]?.fix).toContain("401");
  expect(issues({ webhookTrial: null })).toEqual([]);
});

test("what a probe has just found of a webhook counts for more than what was found earlier", () => {
  const bot = { id: "1", username: "Bot Shop", canJoinGroups: true };
  const webhookTrial = { outcome: "webhook.http.403" };
  expect(issues({ webhookTrial, probe: { ok: true, bot, webhook: "reached" } })).toEqual([]);
  expect(issues({ probe: { ok: true, bot, webhook: { outcome: "webhook.err.dns" } } })[0]?.message).toContain(
    "webhook.err.dns",
  );
  // Zalo would not try it: the day's trials are used up, or this bot has none.
  expect(issues({ webhookTrial, probe: { ok: true, bot } })).toHaveLength(1);
});
