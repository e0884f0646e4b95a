import { beforeEach, expect, test } from "vitest";
import { ChannelError } from "../outcome/channel-error.ts";
import { FakeClock } from "../testing/fake-clock.ts";
import { runAccount } from "./run-account.ts";

interface Account {
  accountId: string;
  problem?: ChannelError;
  profile: string;
}

const SHARED = new ChannelError("misconfigured", 'Accounts "shop" and "clinic" share the profile "x".');
const WORSE = new ChannelError("misconfigured", 'Zalo account "shop": its profile is not a name.');

let clock: FakeClock;
let stop: AbortController;
let blocked: string[];
let lines: string[];
let ran: Account[];
/** The account as the settings of now make it. */
let settings: Account;

beforeEach(() => {
  clock = new FakeClock();
  stop = new AbortController();
  blocked = [];
  lines = [];
  ran = [];
  settings = { accountId: "shop", profile: "x" };
});

function start(run: (account: Account) => Promise<void> = async (account) => void ran.push(account)) {
  const note = (line: string) => void lines.push(line);
  return runAccount(
    {
      account: settings,
      resolve: () => settings,
      clock,
      log: { info: note, warn: note, error: note },
      signal: stop.signal,
      blocked: (error) => blocked.push(error.message),
    },
    run,
  );
}

test("an account runs as soon as what is wrong with its settings was mended in another's", async () => {
  settings = { accountId: "shop", profile: "x", problem: SHARED };
  const running = start();
  await clock.advance(60_000);
  expect(ran).toEqual([]);
  expect(blocked).toEqual([SHARED.message]);
  expect(lines).toEqual([SHARED.message]);

  settings = { accountId: "shop", profile: "shop" };
  await clock.advance(60_000);
  await running;
  expect(ran).toEqual([settings]);
  expect(lines).toContain('account "shop": its settings are in order now');
});

test("an operator who mends one thing and breaks another reads of the other", async () => {
  settings = { accountId: "shop", profile: "x", problem: SHARED };
  const running = start();
  await clock.advance(60_000);
  settings = { accountId: "shop", profile: "?", problem: WORSE };
  await clock.advance(60_000);
  expect(blocked).toEqual([SHARED.message, WORSE.message]);
  stop.abort();
  await running;
  expect(ran).toEqual([]);
});

test("what Zalo refuses blocks an account until it is stopped, whatever its settings become", async () => {
  const running = start(async (account) => {
    ran.push(account);
    throw new ChannelError("unauthorized", "Zalo does not accept the token.", { retryable: false });
  });
  await clock.advance(60_000);
  expect(blocked).toEqual(["Zalo does not accept the token."]);
  stop.abort();
  await running;
  expect(ran).toHaveLength(1);
});

test("what may go better next time is left to the gateway, which starts the account again", async () => {
  const broken = new ChannelError("storage", "The inbox is locked.", { retryable: true });
  await expect(start(async () => Promise.reject(broken))).rejects.toBe(broken);
  expect(blocked).toEqual([]);
});
