import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runList, runSettle } from "channel-kit/cli/letter-commands";
import { inboxFile } from "channel-kit/host/shared-inbox";
import type { Inbox } from "channel-kit/inbox/inbox";
import { openInbox } from "channel-kit/inbox/sqlite-inbox";
import type { OpenClawConfig } from "openclaw/plugin-sdk/channel-core";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { startSimulator } from "zalo-simulator/simulator";
import { type CommandContext, letterCommands, runWebhook } from "./commands.ts";

const ACCOUNTS = {
  clinic: { botToken: "1111111111:clinicClinicClinic" },
  shop: { botToken: "2222222222:shopShopShopShop" },
};

let stateDir: string;
let printed: string[];
let failed: string[];
let context: CommandContext;

beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), "zalo-cli-"));
  printed = [];
  failed = [];
  context = {
    cfg: { channels: { zalo: { accounts: ACCOUNTS } } } as unknown as OpenClawConfig,
    stateDir,
    print: (line) => printed.push(line),
    fail: (line) => failed.push(line),
  };
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(stateDir, { recursive: true });
});

/** Something that was written to an account's bot and could not be answered. */
async function giveUp(inbox: Inbox, account: string, chat: string, message: string, text: string) {
  const id = `${chat}:${message}`;
  const update = {
    event_name: "message.text.received",
    message: { message_id: message, from: { id: chat, display_name: "An" }, chat: { id: chat }, text },
  };
  // The gateway's wrapping of what we store.
  const stored = JSON.stringify({ version: 1, rawEvent: JSON.stringify(update) });
  await inbox.queue<string>(account).enqueue(id, stored);
  const claim = await inbox.queue<string>(account).claim(id);
  if (claim === null) throw new Error("The event cannot be claimed.");
  await inbox
    .queue(account)
    .fail(claim, { reason: "rejected", message: "sendMessage was refused with 400." });
  return id;
}

/** The inbox as the running gateway has it open. */
const open = () => openInbox({ file: inboxFile(stateDir, "zalo"), channelId: "zalo" });

describe("dead letters", () => {
  test("are shown with chat, time and reason, and without what people wrote", async () => {
    using inbox = open();
    const id = await giveUp(inbox, "shop", "aaaaaaaaaaaaaaaaaaaa", "m1", "mật khẩu của tôi là 1234");
    await runList(letterCommands(context), {});
    const text = printed.join("\n");
    expect(text).toContain(`${id}\n  account shop, chat aaaaaaaaaaaaaaaaaaaa, received 20`);
    expect(text).toContain("rejected: sendMessage was refused with 400.");
    expect(text).not.toContain("mật khẩu");
    await runList(letterCommands(context), { json: true });
    expect(printed.join("\n")).not.toContain("mật khẩu");
  });

  test("are shown with what people wrote when that is asked for, safe for a terminal", async () => {
    using inbox = open();
    await giveUp(inbox, "shop", "aaaaaaaaaaaaaaaaaaaa", "m1", "dòng một\n\u001b[2Jdòng hai");
    await runList(letterCommands(context), { show: true });
    expect(printed).toContain("  An: dòng một [2Jdòng hai");
    printed.length = 0;
    await runList(letterCommands(context), { show: true, json: true });
    expect(JSON.parse(printed[0] ?? "")).toMatchObject({
      deadLetters: [{ account: "shop", canBeRetried: true, message: { from: "An" } }],
    });
  });

  test("are handed in again by id, and the worker beside us finds them", async () => {
    using inbox = open();
    const id = await giveUp(inbox, "shop", "aaaaaaaaaaaaaaaaaaaa", "m1", "một");
    const other = await giveUp(inbox, "shop", "bbbbbbbbbbbbbbbbbbbb", "m2", "hai");
    await runSettle(letterCommands(context), "retry", [id], {});
    expect(printed).toEqual([`${id} (account shop) waits to be answered again.`]);
    expect((await inbox.queue("shop").listPending()).map((event) => event.id)).toEqual([id]);
    expect((await inbox.queue("shop").listFailed()).map((event) => event.id)).toEqual([other]);
    expect(failed).toEqual([]);
  });

  test("of one account or of all are settled at once", async () => {
    using inbox = open();
    await giveUp(inbox, "shop", "aaaaaaaaaaaaaaaaaaaa", "m1", "một");
    await giveUp(inbox, "clinic", "bbbbbbbbbbbbbbbbbbbb", "m2", "hai");
    await runSettle(letterCommands(context), "drop", [], { all: true, account: "clinic" });
    expect([inbox.depth("clinic").failed, inbox.depth("shop").failed]).toEqual([0, 1]);
    await runSettle(letterCommands(context), "retry", [], { all: true });
    expect(inbox.depth("shop")).toMatchObject({ pending: 1, failed: 0 });
    await runSettle(letterCommands(context), "retry", [], { all: true });
    expect(printed.at(-1)).toBe("There are no dead letters.");
  });

  test("that are none are said to be none, and the command fails", async () => {
    using _inbox = open();
    await runSettle(letterCommands(context), "retry", ["x:y"], { json: true });
    expect(JSON.parse(printed[0] ?? "")).toMatchObject({ outcomes: [{ id: "x:y", outcome: "not-found" }] });
    expect(failed).toEqual(["1 of 1 could not be settled."]);
  });

  test("have to be named, one way or the other", async () => {
    await runSettle(letterCommands(context), "drop", [], {});
    await runSettle(letterCommands(context), "drop", ["x:y"], { all: true });
    expect(failed).toHaveLength(2);
    expect(printed).toEqual([]);
  });

  test("of an account that is not there, or without an inbox, are a mistake in words", async () => {
    await runList(letterCommands(context), {});
    expect(failed[0]).toContain("Run this where the gateway runs.");
    await runList(letterCommands(context), { account: "tiem" });
    expect(failed.slice(1)).toEqual(['There is no Zalo account "tiem". There are: clinic, shop.']);
    expect(printed).toEqual([]);
  });
});

describe("the webhook", () => {
  test("of somebody else is shown without its secrets, removed, and gone", async () => {
    await using zalo = await startSimulator();
    const bot = zalo.world.addBot({
      name: "Bot Shop",
      switches: { foreignWebhook: "https://other.example.com/hook?key=geheim" },
    });
    const one = { botToken: bot.token };
    context.cfg = { channels: { zalo: { accounts: { shop: one } } } } as unknown as OpenClawConfig;
    vi.stubEnv("ZALO_API_URL", zalo.url);
    await runWebhook(context, "show", {});
    expect(printed[0]).toContain("Zalo sends messages to https://other.example.com/hook, which is not in");
    expect(printed.join()).not.toContain("geheim");
    await runWebhook(context, "remove", { account: "shop" });
    expect(printed[1]).toContain("was removed");
    await runWebhook(context, "show", { json: true });
    expect(JSON.parse(printed[2] ?? "")).toEqual({
      webhooks: [{ account: "shop", address: null, own: false }],
    });
    expect(failed).toEqual([]);
  });

  test("of the account itself stays, and the way back to polling is told", async () => {
    await using zalo = await startSimulator();
    const webhookUrl = "https://shop.example.com/zalo";
    const bot = zalo.world.addBot({ name: "Bot Shop", switches: { foreignWebhook: webhookUrl } });
    const shop = { botToken: bot.token, webhookUrl, webhookSecret: "5f0c1b7de2a94c36" };
    context.cfg = { channels: { zalo: { accounts: { shop } } } } as unknown as OpenClawConfig;
    vi.stubEnv("ZALO_API_URL", zalo.url);
    await runWebhook(context, "remove", { account: "shop" });
    expect(failed[0]).toContain("openclaw config unset channels.zalo.accounts.shop.webhookUrl");
    expect(bot.switches.foreignWebhook).toBe(webhookUrl);
  });

  test("is never removed of several bots at once, and a wrong token is said with its fix", async () => {
    await using zalo = await startSimulator();
    vi.stubEnv("ZALO_API_URL", zalo.url);
    await runWebhook(context, "remove", {});
    expect(failed[0]).toContain("Name one account with --account. There are: clinic, shop.");
    await runWebhook(context, "show", { account: "shop" });
    expect(failed[1]).toContain("openclaw channels add --channel zalo --account shop --token");
  });
});
