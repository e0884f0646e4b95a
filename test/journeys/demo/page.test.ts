import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Progress } from "demo/progress";
import { type Demo, startDemo } from "demo/start-demo";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type OpenWindow, TestBrowser, WINDOW_NAMES, type WindowName } from "../page/browser.ts";
import { PhoneOf } from "../page/phone-of.ts";

/*
 * The demo as a newcomer meets it: the real gateway with both plugins installed, seen through the page only. The same
 * is done in a desktop window and in a phone's, each by somebody whom the bot does not know yet.
 */

const NEWCOMERS: Readonly<Record<WindowName, string>> = { desktop: "An", phone: "Người lạ" };
const OWNER = "Lan (chủ tiệm)";

/** A turn of the agent on a busy machine. */
const TURN = { timeout: 90_000 };

let folder: string;
let demo: Demo;
let browser: TestBrowser;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "demo-page-"));
  [demo, browser] = await Promise.all([
    startDemo({
      folder,
      which: { kind: "page", port: 0, login: false },
      surroundings: { botToken: undefined, apiUrl: undefined, model: undefined, toPassOn: {} },
      progress: new Progress(process.stderr),
      signal: new AbortController().signal,
    }),
    TestBrowser.start(),
  ]);
});
afterAll(async () => {
  await browser?.[Symbol.asyncDispose]();
  await demo?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function openAs(window: WindowName, name: string): Promise<OpenWindow & { phone: PhoneOf }> {
  const open = await browser.open({ url: demo.scene?.zalo.url ?? "", window });
  const phone = new PhoneOf(open.page);
  await phone.take(name);
  return { ...open, phone };
}

describe.each(WINDOW_NAMES)("in a %s window", (window) => {
  test("a newcomer is asked for a code, is let in, and gets a formatted and a long answer", async () => {
    await using open = await openAs(window, NEWCOMERS[window]);
    const { phone, page } = open;
    await phone.openChat("Bot Demo");
    await phone.write("xin chào");
    const challenge = phone.line("Mã ghép nối");
    await challenge.getByRole("button", { name: "Copy code" }).waitFor(TURN);
    await challenge.getByRole("button", { name: "Approve" }).click();
    await page.getByText(/Approved zalo sender/).waitFor(TURN);

    await phone.write("định dạng");
    const formatted = phone.line("Bảng giá hôm nay");
    await formatted.waitFor(TURN);
    expect(await formatted.locator("strong").allTextContents()).toContain("15.000đ");
    expect(await formatted.getByRole("listitem").count()).toBeGreaterThanOrEqual(5);
    await phone.write("trả lời dài");
    await phone.line("dòng thứ 60").waitFor(TURN);
    expect(await phone.line("dòng thứ").count()).toBeGreaterThan(1);
    expect(open.troubles).toEqual([]);
  });

  test("a photo and a voice message are taken in and answered", async () => {
    await using open = await openAs(window, NEWCOMERS[window]);
    const { phone } = open;
    await phone.openChat("Bot Demo");
    await phone.line("dòng thứ 60").waitFor();
    const answered = () => phone.lines.and(open.page.locator(".line-other")).count();
    for (const sample of ["Sample photo", "Sample voice message"]) {
      const before = await answered();
      await phone.attach(sample);
      await expect.poll(answered, TURN).toBeGreaterThan(before);
    }
    expect(open.troubles).toEqual([]);
  });

  test("in the group the bot answers who mentions it", async () => {
    await using open = await openAs(window, window === "desktop" ? "An" : "Bình");
    const { phone, page } = open;
    await phone.openChat("Chung cư 12A");
    await phone.box.pressSequentially("@Bot");
    await page.getByRole("option", { name: /Bot Demo/, selected: true }).waitFor();
    await phone.box.press("Enter");
    await phone.box.pressSequentially("mấy giờ rồi?");
    const before = await phone.line("Bây giờ là").count();
    await phone.box.press("Enter");
    await expect.poll(() => phone.line("Bây giờ là").count(), TURN).toBe(before + 1);
    expect(open.troubles).toEqual([]);
  });

  test("the personal account is logged in by its QR code, and told truthfully when it is pushed off", async () => {
    await using open = await openAs(window, OWNER);
    const { phone, page } = open;
    await phone.operator();
    const account = page.getByRole("region", { name: "Connections" }).locator(".card", {
      has: page.getByRole("button", { name: "Log in" }),
    });
    await account.getByRole("button", { name: "Log in" }).click();
    await page.getByRole("button", { name: `Scan as ${OWNER}` }).click(TURN);
    await page.getByRole("button", { name: "Confirm" }).click();
    await phone.operator();
    const gateway = page.getByRole("region", { name: "Connections" });
    await gateway.getByRole("button", { name: "Log out" }).waitFor(TURN);

    const trouble = page.getByRole("region", { name: "Trouble" });
    await trouble.getByRole("button", { name: "Log in elsewhere" }).click();
    await gateway.getByText("Stopped").waitFor(TURN);
    expect(open.troubles).toEqual([]);
  });

  test("Zalo answers 500 for a while, and then the bot answers as before", async () => {
    await using open = await openAs(window, NEWCOMERS[window]);
    const { phone, page } = open;
    await phone.operator();
    const trouble = page.getByRole("region", { name: "Trouble" });
    await trouble.getByRole("button", { name: "Answers 500 for 10 s" }).first().click();
    await trouble.getByText("Everything answers 500").waitFor();
    const toPhone = page.getByRole("button", { name: "Phone", exact: true });
    if (await toPhone.isVisible()) await toPhone.click();
    await phone.openChat("Bot Demo");
    await phone.write("mấy giờ rồi?");
    await phone.operator();
    await trouble.getByText(/hit [1-9]/).waitFor();
    await trouble.getByText("No trouble at work.").waitFor();
    if (await toPhone.isVisible()) await toPhone.click();
    await phone.write("cảm ơn");
    await phone.line("Không có gì!").waitFor(TURN);
    expect(open.troubles).toEqual([]);
  });
});
