import { ChannelError } from "channel-kit/outcome/channel-error";
import { FakeClock } from "channel-kit/testing/fake-clock";
import { beforeEach, expect, test } from "vitest";
import { LiveAccounts } from "../live/live-accounts.ts";
import { liveAccount } from "../testing/live-account.ts";
import { MemorySession } from "../testing/memory-session.ts";
import { LiveDirectory } from "./live-directory.ts";

const FRIENDS = { accountId: "shop", what: "friends" } as const;

let clock: FakeClock;
let accounts: LiveAccounts;
let session: MemorySession;
let directory: LiveDirectory;

beforeEach(() => {
  clock = new FakeClock();
  accounts = new LiveAccounts();
  session = new MemorySession();
  accounts.enter("shop", liveAccount(session));
  directory = new LiveDirectory(accounts, clock);
});

test("Zalo is asked the same thing once in a minute, however many ask", async () => {
  await Promise.all([directory.answer(FRIENDS), directory.answer(FRIENDS)]);
  await clock.advance(59_000);
  await directory.answer(FRIENDS);
  expect(session.callsOf("friends")).toHaveLength(1);
  await clock.advance(1_000);
  await directory.answer(FRIENDS);
  expect(session.callsOf("friends")).toHaveLength(2);
});

test("an answer is one account's, one question's and one login's", async () => {
  session.ownFriends = [{ id: "200000000000000002", name: "Lan", isFriend: true }];
  await directory.answer(FRIENDS);
  const later = new MemorySession();
  accounts.enter("shop", liveAccount(later));
  expect(await directory.answer(FRIENDS)).toEqual([]);
  await directory.answer({ accountId: "shop", what: "members", groupId: "300000000000000001" });
  await directory.answer({ accountId: "shop", what: "members", groupId: "300000000000000002" });
  expect(later.callsOf("groupMembers")).toHaveLength(2);
});

test("a failure is not kept", async () => {
  session.failing.set("friends", new ChannelError("timeout", "too late"));
  await expect(directory.answer(FRIENDS)).rejects.toMatchObject({ code: "timeout" });
  session.failing.clear();
  expect(await directory.answer(FRIENDS)).toEqual([]);
});

test("many questions do not pile up", async () => {
  const groupOf = (index: number) => String(300_000_000_000 + index);
  for (let index = 0; index < 100; index += 1) {
    await directory.answer({ accountId: "shop", what: "members", groupId: groupOf(index) });
  }
  await directory.answer({ accountId: "shop", what: "members", groupId: groupOf(0) });
  expect(session.callsOf("groupMembers")).toHaveLength(101);
});

test("an account that is not logged in is answered for by nobody", async () => {
  await expect(directory.answer({ ...FRIENDS, accountId: "clinic" })).rejects.toMatchObject({
    code: "unreachable",
    message: expect.stringContaining('Zalo account "clinic" is not logged in now'),
  });
});

test.each([[undefined], [{}], [{ accountId: "shop", what: "secrets" }], [{ ...FRIENDS, more: 1 }]])(
  "what is no question is refused: %j",
  async (params) => {
    await expect(directory.answerRaw(params)).rejects.toMatchObject({ code: "rejected" });
    expect(session.calls).toEqual([]);
  },
);
