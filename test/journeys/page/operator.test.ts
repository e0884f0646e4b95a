import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Desk, DeskPairing } from "zalo-simulator/page/desk";
import { clientOf } from "zalo-simulator/testing/web-scene";
import { TestBrowser, WINDOW_NAMES } from "./browser.ts";
import { CHALLENGE } from "./lively-world.ts";
import { neighbourhood } from "./neighbourhood.ts";
import { PhoneOf } from "./phone-of.ts";

let browser: TestBrowser;
beforeAll(async () => {
  browser = await TestBrowser.start();
});
afterAll(() => browser[Symbol.asyncDispose]());

interface MemoryDesk extends Desk {
  waiting: DeskPairing[];
  /** What was approved, in the words of the command line. */
  approved: string[];
  /** How long the command takes, and whether it then works. */
  command: Promise<boolean>;
  changed(): void;
}

/** An operator's side in memory: one code waits until it is approved. */
function memoryDesk(): MemoryDesk {
  const listeners = new Set<() => void>();
  const desk: MemoryDesk = {
    waiting: [],
    approved: [],
    command: Promise.resolve(true),
    changed: () => {
      for (const listener of listeners) listener();
    },
    accounts: async () => [
      {
        channel: "zalo",
        label: "Zalo",
        account: "default",
        state: "connected" as const,
        words: "polling",
        canLogIn: false,
      },
    ],
    pairings: async () => desk.waiting,
    approve: async (...args) => {
      desk.approved.push(args.join(" "));
      if (!(await desk.command)) return { ok: false, said: "No pending pairing request found for code." };
      const [channel, code] = args;
      const before = desk.waiting.length;
      desk.waiting = desk.waiting.filter((one) => one.channel !== channel || one.code !== code);
      desk.changed();
      return { ok: desk.waiting.length < before, said: `Approved ${channel} sender` };
    },
    onChange: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return desk;
}

describe.each(WINDOW_NAMES)("in a %s window", (window) => {
  test("a pairing code is copied with one press, and approved with another", async () => {
    const desk = memoryDesk();
    await using s = await neighbourhood({ desk });
    await using open = await browser.open({ url: s.zalo.url, window });
    const phone = new PhoneOf(open.page);
    await phone.openChat("Bot Shop");
    await phone.write("xin chào");
    await s.botCalls("sendMessage", { chat_id: s.an.id, text: CHALLENGE });
    desk.waiting = [{ channel: "zalo", code: "AB12CD34", person: s.an.id, name: s.an.name, at: Date.now() }];
    desk.changed();

    const challenge = phone.line("Mã ghép nối");
    await challenge.getByRole("button", { name: "Copy code" }).click();
    await open.page.getByText("Copied").waitFor();
    expect(await open.page.evaluate("navigator.clipboard.readText()")).toBe("AB12CD34");
    await challenge.getByRole("button", { name: "Approve" }).click();
    await open.page.getByText("Approved zalo sender").waitFor();
    await expect.poll(() => challenge.getByRole("button", { name: "Approve" }).count()).toBe(0);
    expect(desk.waiting).toEqual([]);
    expect(open.troubles).toEqual([]);
  });

  test("approving takes its time: the button says so, is pressed once, and says why when it fails", async () => {
    const desk = memoryDesk();
    await using s = await neighbourhood({ desk });
    await using open = await browser.open({ url: s.zalo.url, window });
    const { page } = open;
    const phone = new PhoneOf(page);
    await phone.openChat("Bot Shop");
    await phone.write("xin chào");
    await s.botCalls("sendMessage", { chat_id: s.an.id, text: `${CHALLENGE} --account shop-2` });
    const waits = { channel: "zalo", account: "shop-2", code: "AB12CD34", person: s.an.id, name: s.an.name };
    desk.waiting = [{ ...waits, at: Date.now() }];
    desk.changed();
    let done = Promise.withResolvers<boolean>();
    desk.command = done.promise;
    const challenge = phone.line("Mã ghép nối");
    await challenge.getByRole("button", { name: "Approve" }).click();
    const busy = challenge.getByRole("button", { name: /^Approving… [1-9]/ });
    await busy.waitFor();
    expect([await busy.isDisabled(), await busy.getAttribute("aria-busy")]).toEqual([true, "true"]);
    await busy.click({ force: true });
    await phone.operator();
    // The other button for the same code knows it too.
    const other = page.getByRole("region", { name: "Connections" }).getByRole("button", { name: /AB12CD34/ });
    expect(await other.isDisabled()).toBe(true);
    done.resolve(false);
    await page
      .getByRole("region", { name: "Connections" })
      .getByText("No pending pairing request found for code.")
      .waitFor();
    expect(desk.approved).toEqual(["zalo AB12CD34 shop-2"]);

    done = Promise.withResolvers<boolean>();
    desk.command = done.promise;
    await other.click();
    done.resolve(true);
    await page.getByText("Approved zalo sender").waitFor();
    await expect.poll(() => other.count()).toBe(0);
    expect(desk.approved).toHaveLength(2);
    expect(open.troubles).toEqual([]);
  });

  test("without an operator's side there is nothing to approve with, and the page says so", async () => {
    await using s = await neighbourhood();
    s.an.says(s.bot, "xin chào");
    await s.botCalls("sendMessage", { chat_id: s.an.id, text: CHALLENGE });
    await using open = await browser.open({ url: s.zalo.url, window });
    const phone = new PhoneOf(open.page);
    await phone.openChat("Bot Shop");
    await phone.line("Mã ghép nối").getByRole("button", { name: "Copy command" }).waitFor();
    expect(await open.page.getByRole("button", { name: "Approve" }).count()).toBe(0);
    await phone.operator();
    await open.page.getByText("No gateway runs beside the simulator").waitFor();
  });

  test("a bot that begins to poll is shown to listen, and a fault is at work for as long as it is said to be", async () => {
    await using s = await neighbourhood();
    await using open = await browser.open({ url: s.zalo.url, window });
    const phone = new PhoneOf(open.page);
    await phone.operator();
    const connections = open.page.getByRole("region", { name: "Connections" });
    await connections.getByText("Nobody listens").waitFor();

    const polling = s.botCalls("getUpdates", { timeout: "30" });
    await connections.getByText("Listening").waitFor();
    s.an.says(s.bot, "xin chào");
    await polling;
    await connections.getByText("Nobody listens").waitFor();

    const trouble = open.page.getByRole("region", { name: "Trouble" });
    await trouble.getByRole("button", { name: "Answers 500 for 10 s" }).first().click();
    await trouble.getByText("Everything answers 500").waitFor();
    await expect(s.botCalls("getMe", {})).rejects.toThrow();
    await trouble.getByText("hit 1×").waitFor();
    await trouble.getByRole("button", { name: "End it: Everything answers 500" }).click();
    await trouble.getByText("No trouble at work.").waitFor();
    await s.botCalls("getMe", {});

    await trouble.getByRole("switch", { name: "Quota used up" }).click();
    await trouble.getByRole("switch", { name: "Quota used up", checked: true }).waitFor();
    await expect(s.botCalls("sendMessage", { chat_id: s.an.id, text: "dạ" })).rejects.toThrow(
      "Quota exceeded",
    );
    await trouble.getByRole("switch", { name: "Quota used up" }).click();
    await trouble.getByRole("switch", { name: "Quota used up", checked: false }).waitFor();
    await s.botCalls("sendMessage", { chat_id: s.an.id, text: "dạ" });
    await connections.getByRole("combobox", { name: "Queue" }).selectOption("live-only");
    await expect.poll(() => s.bot.switches.queueMode).toBe("live-only");
  });

  test("what is broken is still shown as broken after a reload, whoever broke it, and as whole when its time is over", async () => {
    await using s = await neighbourhood();
    await using open = await browser.open({ url: s.zalo.url, window });
    const { page } = open;
    const phone = new PhoneOf(page);
    await phone.operator();
    const trouble = page.getByRole("region", { name: "Trouble" });
    await trouble.getByText("No trouble at work.").waitFor();
    // Not by this page.
    s.bot.switches.tokenRevoked = true;
    await trouble.getByRole("switch", { name: "Token revoked", checked: true }).waitFor();
    const fault = { kind: "status", status: 500 } as const;
    s.zalo.faults.add({ method: "*", times: Number.POSITIVE_INFINITY, forMs: 3_000, bot: s.bot, fault });
    await trouble.getByText("Everything answers 500").waitFor();
    await page.reload();
    await trouble.getByText("Everything answers 500").waitFor();
    await trouble.getByRole("switch", { name: "Token revoked", checked: true }).waitFor();
    await trouble.getByText("No trouble at work.").waitFor();
    expect(s.zalo.faults.active).toEqual([]);
    expect(open.troubles).toEqual([]);
  });

  test("messages that a bot has not taken are shown to wait, and those that its webhook refused to be tried again", async () => {
    await using s = await neighbourhood();
    Object.assign(s.bot.switches, {
      loopbackWebhook: true,
      webhookProbe: "none",
      webhookRetries: 1,
      webhookRetryDelayMs: 60_000,
    });
    await using open = await browser.open({ url: s.zalo.url, window });
    const phone = new PhoneOf(open.page);
    await phone.operator();
    const connections = open.page.getByRole("region", { name: "Connections" });
    for (const text of ["một", "hai"]) s.an.says(s.bot, text);
    await connections.getByText("0 open polls · 2 waiting").waitFor();
    await s.botCalls("getUpdates", {});
    await connections.getByText("1 waiting").waitFor();
    await s.botCalls("getUpdates", {});
    await connections.getByText("0 waiting").waitFor();

    await s.botCalls("setWebhook", { url: "http://127.0.0.1:9/hook", secret_token: "12345678" });
    await connections.getByText("webhook: http://127.0.0.1:9/hook").waitFor();
    s.an.says(s.bot, "ba");
    await connections.getByText("1 waiting (1 of them tried again)").waitFor();
    await s.botCalls("deleteWebhook", {});
    await connections.getByText("0 open polls").waitFor();
  });

  test("a personal account is cut, kicked and out of reach, and the page tells what became of it", async () => {
    await using s = await neighbourhood();
    const api = await clientOf(s.zalo).login(s.zalo.personal.signIn(s.owner));
    api.listener.on("error", () => undefined);
    const listening = async () => {
      const opened = s.zalo.journal.waitFor(({ kind }) => kind === "socket-opened", {
        timeoutMs: 20_000,
        from: s.zalo.journal.nextSeq,
      });
      api.listener.start();
      await opened;
    };
    await listening();
    await using open = await browser.open({ url: s.zalo.url, window });
    const phone = new PhoneOf(open.page);
    await phone.operator();
    const connections = open.page.getByRole("region", { name: "Connections" });
    const trouble = open.page.getByRole("region", { name: "Trouble" });
    const [connected, lost] = [connections.getByText("Connected"), connections.getByText("no connection")];
    await connected.waitFor();

    await trouble.getByRole("button", { name: "Cut the connection" }).click();
    await lost.waitFor();
    await listening();
    await connected.waitFor();
    await trouble.getByRole("button", { name: "Log in elsewhere" }).click();
    await lost.waitFor();
    await trouble.getByRole("switch", { name: "Zalo Web unreachable" }).click();
    await trouble.getByRole("switch", { name: "Zalo Web unreachable", checked: true }).waitFor();
    expect(s.zalo.personal.reachable).toBe(false);
    await trouble.getByRole("switch", { name: "Zalo Web unreachable" }).click();
    await trouble.getByRole("switch", { name: "Zalo Web unreachable", checked: false }).waitFor();
    expect(s.zalo.personal.reachable).toBe(true);
    api.listener.stop();
  });

  test("the journal tells what happens, and finds what is looked for", async () => {
    await using s = await neighbourhood();
    s.an.says(s.bot, "trước khi trang mở");
    await using open = await browser.open({ url: s.zalo.url, window });
    const phone = new PhoneOf(open.page);
    await phone.operator();
    const journal = open.page.getByRole("region", { name: "Journal" });
    await journal.getByText("trước khi trang mở").waitFor();
    await s.botCalls("getMe", {});
    await journal.getByText("getMe").waitFor();
    await journal.getByRole("searchbox", { name: "Filter the journal" }).fill("trang mở");
    await expect.poll(() => journal.getByRole("listitem").count()).toBe(1);
    await journal.getByText("trước khi trang mở").click();
    await journal.getByText('"personId"').waitFor();
    await journal.getByRole("searchbox", { name: "Filter the journal" }).fill("");
    await journal.getByRole("combobox", { name: "Show" }).selectOption("Calls");
    await expect.poll(() => journal.getByRole("listitem").count()).toBe(1);
    await journal.getByRole("button", { name: "Pause" }).click();
    await s.botCalls("getMe", {});
    await journal.getByRole("button", { name: "Go on" }).click();
    await expect.poll(() => journal.getByRole("listitem").count()).toBe(2);
  });
});
