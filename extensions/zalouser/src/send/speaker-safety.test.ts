import type { KeptFiles } from "channel-kit/media/kept-files";
import { HeldBack } from "channel-kit/pace/held-back";
import { FakeClock } from "channel-kit/testing/fake-clock";
import { MemoryLedger } from "channel-kit/testing/memory-ledger";
import { NOON } from "channel-kit/testing/paced-account";
import { expect, test } from "vitest";
import { resolvePace } from "../config/pace.ts";
import { AccountSafety } from "../safety/account-safety.ts";
import { ZaloRefused } from "../session/refusal.ts";
import { MemorySession } from "../testing/memory-session.ts";
import { Speaker } from "./speaker.ts";

const NEVER = new AbortController().signal;
const AN = "100000000000000007";

async function speaking(settings: object) {
  const clock = new FakeClock(NOON);
  const session = new MemorySession();
  const path = "channels.zalouser";
  const pacing = resolvePace("shop", settings, undefined, path);
  const safety = await AccountSafety.open({
    account: { accountId: "shop", settingsPath: path, pacing },
    session,
    ledger: new MemoryLedger(clock),
    clock,
    log: { warn: () => {} },
    signal: NEVER,
  });
  const speaker = new Speaker({
    account: {
      accountId: "shop",
      settingsPath: path,
      language: "vi",
      mediaMaxBytes: 1_000_000,
      replyToMode: "off",
    },
    session,
    safety,
    messages: { find: async () => undefined },
    files: {} as KeptFiles,
    clock,
    refusedStyles: new Set(),
    warn: () => {},
  });
  return { clock, session, speaker };
}

test("a stranger above the cap gets no pairing code, and Zalo is not even asked", async () => {
  const { session, speaker } = await speaking({ pace: { strangersPerDay: 0 } });
  await expect(speaker.sendToPerson(AN, "Mã của bạn", NEVER)).rejects.toBeInstanceOf(HeldBack);
  await expect(speaker.admit(AN, { text: "chào" }, NEVER)).rejects.toBeInstanceOf(HeldBack);
  expect(session.callsOf("sendText")).toEqual([]);
});

test("an account that was told to slow down shows no typing", async () => {
  const { clock, session, speaker } = await speaking({});
  const error = new ZaloRefused(-69, "Retry limit.");
  session.failing.set("sendText", { kind: "not-sent", error });
  const sent = speaker.sendToPerson(AN, "chào", NEVER);
  await speaker.typing(`group:${AN}`, NEVER);
  for (let step = 0; step < 10; step += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    await clock.advance(1_000);
  }
  expect(await sent).toMatchObject({ kind: "not-sent" });
  await speaker.typing(`group:${AN}`, NEVER);
  expect(session.callsOf("sendTyping")).toHaveLength(1);
});
