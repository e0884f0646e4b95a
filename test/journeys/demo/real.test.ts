import { join } from "node:path";
import { pairingCode } from "demo/pairing";
import { expect, test } from "vitest";
import { startSimulator } from "zalo-simulator/simulator";
import { strangersCheckout } from "../guides/strangers-checkout.ts";
import { PATIENCE_MS } from "../support/shop.ts";
import { processesOf } from "./run-demo.ts";

/** What stands for the real Zalo: the demo knows only where it is. */
test("one's own bot answers, also from the background, until the demo is stopped", async () => {
  await using zalo = await startSimulator();
  const bot = zalo.world.addBot({ name: "Bot Tiệm Hoa" });
  const customer = zalo.world.addPerson({ name: "Khách" });
  await using checkout = strangersCheckout();
  const demo = checkout.start(
    `ZALO_API_URL=${zalo.url} ZALO_BOT_TOKEN=${bot.token} npm run demo -- --real < /dev/null`,
  );
  const [command] = await demo.shows(/npm run demo -- --folder \S+ openclaw pairing approve zalo <code>/);

  customer.says(bot, "xin chào");
  const [challenge] = await customer.waitFor(bot, ({ length }) => length > 0, { timeoutMs: PATIENCE_MS });
  const approved = await checkout.type(command.replace("<code>", pairingCode(challenge?.text ?? "") ?? ""));
  expect(approved).toMatchObject({ code: 0, shown: expect.stringContaining("Approved zalo sender") });
  customer.says(bot, "xin chào");
  await customer.waitFor(bot, (heard) => heard.some(({ text }) => text?.startsWith("Chào bạn!")), {
    timeoutMs: PATIENCE_MS,
  });

  const { shown } = await demo.interrupt();
  expect(shown).toContain("Stopping");
  expect(shown).not.toContain(bot.token);
  expect(processesOf(join(checkout.folder, ".demo"))).toEqual([]);
});
