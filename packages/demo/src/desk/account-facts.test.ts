import { expect, test } from "vitest";
import { ChannelsStatus, deskAccounts, type Login } from "./account-facts.ts";

/** What the gateway says of one account, as far as the desk reads it. */
const status = (channel: string, account: object, issues: readonly object[] = []) =>
  ChannelsStatus.parse({
    channelDetailLabels: { zalo: "Zalo (Bot API)", zalouser: "Zalo (personal account)" },
    channelAccounts: { [channel]: [{ accountId: "default", ...account }], telegram: [{ accountId: "x" }] },
    statusIssues: issues.map((issue) => ({ channel, accountId: "default", ...issue })),
  });

const shown = (facts: ChannelsStatus, login?: Login) =>
  deskAccounts(
    facts,
    () => undefined,
    () => login,
  );

test("an account that is connected has nothing to say, and one of another channel is not shown", () => {
  const facts = status("zalo", { running: true, connected: true, lastInboundAt: 7, lastOutboundAt: null }, [
    { kind: "config", message: "groupPolicy is not set" },
  ]);
  expect(shown(facts)).toEqual([
    {
      channel: "zalo",
      label: "Zalo (Bot API)",
      account: "default",
      state: "connected",
      words: "",
      lastInboundAt: 7,
      canLogIn: false,
    },
  ]);
});

test.each([
  ["logged-out", { running: false, lastError: "logged out" }, "auth", "Nobody is logged in."],
  ["stopped", { running: true, connected: false, lifecycle: "blocked" }, "runtime", "Away until 15:30."],
  ["connecting", { running: true, connected: false }, "runtime", "Zalo cannot be reached."],
  ["connecting", { running: false, restartPending: true }, undefined, ""],
  ["failed", { running: false, lastError: "no token" }, undefined, "no token"],
  ["stopped", { running: false }, undefined, ""],
])("%s is told with the gateway's own words", (state, account, kind, words) => {
  const issues = kind === undefined ? [] : [{ kind, message: words }];
  expect(shown(status("zalouser", account, issues))).toMatchObject([{ state, words, canLogIn: true }]);
});

test("a login that is under way comes before what the gateway says, and its end is told until it connects", () => {
  const facts = status("zalouser", { running: false, lastError: "logged out" }, [
    { kind: "auth", message: "Nobody is logged in." },
  ]);
  expect(shown(facts, { isUnderWay: true, said: "Scan this code." })).toMatchObject([
    { state: "logging-in", words: "Scan this code." },
  ]);
  expect(shown(facts, { isUnderWay: false, said: "The login was declined." })).toMatchObject([
    { state: "logged-out", words: "The login was declined." },
  ]);
});
