import { FakeClock } from "channel-kit/testing/fake-clock";
import { MemoryLedger } from "channel-kit/testing/memory-ledger";
import { NOON } from "channel-kit/testing/paced-account";
import { expect, test } from "vitest";
import { resolvePace } from "../config/pace.ts";
import type { LiveAccount } from "../live/live-accounts.ts";
import { liveAccounts } from "../process-state.ts";
import { MessageBook } from "../receive/message-book.ts";
import { AccountSafety } from "../safety/account-safety.ts";
import { ZaloRefused } from "../session/refusal.ts";
import { MemorySession } from "../testing/memory-session.ts";
import { LAN, wireMessage } from "../testing/wire-messages.ts";
import { handleAction } from "./actions.ts";

test("a reaction waits for its turn like a message, and is not tried while Zalo wants less", async () => {
  const clock = new FakeClock(NOON);
  const ledger = new MemoryLedger(clock);
  const session = new MemorySession();
  const settingsPath = "channels.zalouser";
  const pacing = resolvePace("default", {}, undefined, settingsPath);
  const safety = await AccountSafety.open({
    account: { accountId: "default", settingsPath, pacing },
    session,
    ledger,
    clock,
    log: { warn: () => {} },
    signal: new AbortController().signal,
  });
  const messages = new MessageBook(ledger);
  await messages.note(LAN, false, wireMessage({ msgId: "77" }));
  const live = { session, safety, messages } as unknown as LiveAccount;
  using _running = liveAccounts.enter("default", live);
  const react = async () => {
    let outcome: unknown;
    const context = {
      action: "react",
      cfg: { channels: { zalouser: {} } },
      params: { messageId: "77", emoji: "❤️" },
    } as unknown as Parameters<typeof handleAction>[0];
    void handleAction(context).then(
      () => (outcome = "done"),
      (error: unknown) => (outcome = error),
    );
    for (let step = 0; step < 200 && outcome === undefined; step += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      await clock.advance(200);
    }
    return outcome;
  };
  expect(await react()).toBe("done");
  expect(session.callsOf("react")).toHaveLength(1);
  session.failing.set("react", new ZaloRefused(-69, "Retry limit."));
  expect(await react()).toMatchObject({ refusal: "too-fast" });
  expect(await react()).toMatchObject({ name: "HeldBack", hold: { cause: "paused" } });
  expect(session.callsOf("react")).toHaveLength(2);
});
