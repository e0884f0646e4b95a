import { expect, test, vi } from "vitest";
import { liveAccounts } from "../process-state.ts";
import { RunningAccount } from "../testing/running-account.ts";
import { messageEvent } from "../testing/wire-messages.ts";

const OPEN = { dmPolicy: "open", allowFrom: ["*"] };
const soon = (check: () => void) => vi.waitFor(check, { timeout: 20_000, interval: 5 });
const from = (uidFrom: string, content: string) =>
  messageEvent({ uidFrom, content }, { kind: "direct", id: uidFrom });
const STRANGERS = ["300000000000000001", "300000000000000002", "300000000000000003"];

test("strangers above the cap are not answered now, and nobody else waits for them", async () => {
  await using account = new RunningAccount({ settings: { ...OPEN, pace: { strangersPerHour: 1 } } });
  await soon(() => expect(account.status.connected).toBe(true));
  const { session } = account.zalo;
  session.ownFriends = [{ id: "300000000000000009", name: "Bạn", isFriend: true }];
  for (const stranger of STRANGERS) session.socket.brings(from(stranger, "chào"));
  await soon(() => expect(account.shown).toHaveLength(3));
  await soon(() => expect(account.sent).toHaveLength(1));
  session.socket.brings(from("300000000000000009", "chào bạn"));
  await soon(() => expect(account.sent.at(-1)?.to).toBe("300000000000000009"));
  expect(account.sent).toHaveLength(2);
  const report = liveAccounts.find("default")?.safety.report();
  expect(report).toMatchObject({
    newStrangersThisHour: { count: 1, cap: 1 },
    heldBack: [{ cause: "strangers-per-hour", chats: 2 }],
  });
  const said = account.log.filter((line) => line.includes("pace.strangersPerHour"));
  expect(said).toHaveLength(1);
  // What waits is not lost, so nothing has to be excused later.
  expect(account.undelivered).toEqual([]);
});
