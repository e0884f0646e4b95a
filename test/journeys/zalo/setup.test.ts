import { expect, test } from "vitest";
import type { Bot } from "zalo-simulator/world/bot";
import { PATIENCE_MS, shop } from "../support/shop.ts";

type Accounts = Record<string, Record<string, unknown>>;

test("a bot is set up from the command line alone, and answers; a second one comes and goes beside it", async () => {
  await using place = await shop({
    bots: [{ name: "Bot Tiệm Hoa" }, { name: "Bot Phòng Khám" }],
    channel: () => ({ dmPolicy: "open", allowFrom: ["*"] }),
    think: ({ text }) => `Trả lời cho ${text}`,
  });
  const [flowers, clinic] = place.bots as [Bot, Bot];
  const accountOf = (accountId: string) => {
    const config = place.gateway.readConfig() as { channels: { zalo: { accounts?: Accounts } } };
    return config.channels.zalo.accounts?.[accountId];
  };
  const add = (...args: string[]) => place.gateway.cli("channels", "add", "--channel", "zalo", ...args);

  const wrong = await add("--token", "1234567890:khong-ai-biet");
  expect(wrong.code).not.toBe(0);
  expect(wrong.stdout + wrong.stderr).toContain("getMe was refused with 401");

  const first = await add("--token", flowers.token, "--name", "Tiệm hoa");
  expect(first.code).toBe(0);
  expect(first.stdout).toContain("Zalo answers as");
  expect((await add("--account", "clinic", "--token", clinic.token)).code).toBe(0);
  const webhook = await add("--account", "clinic", "--webhook-url", "https://bot.phongkham.vn/zalo");
  expect(webhook.code, webhook.stdout + webhook.stderr).toBe(0);
  expect(accountOf("clinic")).toMatchObject({ webhookUrl: "https://bot.phongkham.vn/zalo" });
  const secret = String(accountOf("clinic")?.["webhookSecret"]);
  expect(secret).toMatch(/^[\w-]{43}$/);
  expect(webhook.stdout + webhook.stderr).not.toContain(secret);
  expect((await add("--account", "clinic", "--webhook-url", "http://bot.phongkham.vn/zalo")).code).not.toBe(
    0,
  );
  expect((await add("--account", "clinic", "--polling")).code).toBe(0);
  expect(accountOf("clinic")).toEqual({ enabled: true, botToken: clinic.token });
  await place.open();

  const alice = place.zalo.world.addPerson({ name: "Alice" });
  alice.says(flowers, "xin chào");
  await alice.waitFor(flowers, (heard) => heard.length > 0, { timeoutMs: PATIENCE_MS });
  expect(alice.hears(flowers)[0]?.text).toBe("Trả lời cho xin chào");
  // The gateway moves the first bot's policy to that bot, so a second one starts careful.
  alice.says(clinic, "xin chào");
  await alice.waitFor(clinic, (heard) => heard.length > 0, { timeoutMs: PATIENCE_MS });
  expect(alice.hears(clinic)[0]?.text).toMatch(/openclaw pairing approve zalo \w+ --account clinic/);

  const removed = await place.gateway.cli(
    "channels",
    "remove",
    "--channel",
    "zalo",
    "--account",
    "clinic",
    "--delete",
  );
  expect(removed.code).toBe(0);
  expect(accountOf("clinic")).toBeUndefined();
  expect(JSON.stringify(place.gateway.readConfig())).not.toContain(clinic.token);
  alice.says(flowers, "còn đó không?");
  await alice.waitFor(flowers, (heard) => heard.length > 1, { timeoutMs: PATIENCE_MS });
}, 300_000);
