import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults, RunOptions } from "axe-core";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestBrowser, WINDOW_NAMES } from "./browser.ts";
import { livelyWorld } from "./lively-world.ts";
import { neighbourhood } from "./neighbourhood.ts";
import { PhoneOf } from "./phone-of.ts";

/*
 * The page is for everybody: whoever does not see it, has no mouse, reads another language, or has chats with
 * thousands of messages.
 */

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let browser: TestBrowser;
beforeAll(async () => {
  browser = await TestBrowser.start();
});
afterAll(() => browser[Symbol.asyncDispose]());

/** What axe finds that keeps people out, with the places. */
async function findings(page: Page): Promise<string[]> {
  const options: RunOptions = { resultTypes: ["violations"] };
  const run = `(async () => { ${AXE}; return await axe.run(document, ${JSON.stringify(options)}); })()`;
  const { violations } = (await page.evaluate(run)) as AxeResults;
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} ${target} ${failureSummary}`),
    );
}

describe.each(WINDOW_NAMES)("in a %s window", (window) => {
  test.each(["light", "dark"] as const)("nothing in %s keeps anybody out", async (theme) => {
    await using s = await neighbourhood();
    await livelyWorld(s);
    await using open = await browser.open({ url: s.zalo.url, window, theme });
    const { page } = open;
    const phone = new PhoneOf(page);
    await page.locator(".thread").first().waitFor();
    expect(await findings(page)).toEqual([]);

    for (const name of ["Bot Shop", "Chủ Shop", "Chung cư Hoa Sen"]) {
      await phone.openChat(name);
      await phone.lines.first().waitFor();
      expect(await findings(page)).toEqual([]);
      await phone.back();
    }
    await phone.openChat("Chung cư Hoa Sen");
    await phone.box.fill("@");
    await page.getByRole("listbox").waitFor();
    expect(await findings(page)).toEqual([]);
    await phone.box.press("Escape");
    await page.getByRole("button", { name: "Attach" }).click();
    await phone.lines.first().hover();
    expect(await findings(page)).toEqual([]);
    await page.getByRole("button", { name: "Attach" }).click();
    await phone.lines
      .first()
      .getByRole("button", { name: /^Message actions/ })
      .click();
    expect(await findings(page)).toEqual([]);

    await phone.operator();
    await page.getByRole("button", { name: "Answers 500 for 10 s" }).first().click();
    await page.getByText("Everything answers 500").waitFor();
    expect(await findings(page)).toEqual([]);
    expect(open.troubles).toEqual([]);
  });

  test("nothing is wider than the window, in either language", async () => {
    await using s = await neighbourhood();
    await livelyWorld(s);
    for (const locale of ["vi-VN", "en-GB"] as const) {
      await using open = await browser.open({ url: s.zalo.url, window, locale });
      const { page } = open;
      const overflow = () =>
        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
      await page.locator(".thread").first().waitFor();
      expect(await overflow()).toBe(0);
      await page.locator('.thread[data-thread^="bot:"]').click();
      await page.getByRole("log").getByRole("article").first().waitFor();
      expect(await overflow()).toBe(0);
      const log = page.getByRole("log");
      expect(await log.evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
    }
  });
});

test("the page speaks the browser's language, and whichever is chosen from then on", async () => {
  await using s = await neighbourhood();
  await using open = await browser.open({ url: s.zalo.url, window: "desktop", locale: "vi-VN" });
  const { page } = open;
  await page.getByRole("heading", { name: "Kết nối" }).waitFor();
  expect(await page.evaluate("document.documentElement.lang")).toBe("vi");
  await page.getByRole("combobox", { name: "Ngôn ngữ" }).selectOption("en");
  await page.getByRole("heading", { name: "Connections" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "Connections" }).waitFor();
  expect(await page.evaluate("document.documentElement.lang")).toBe("en");
});

test("the chosen appearance is kept, whatever the computer is set to", async () => {
  await using s = await neighbourhood();
  await using open = await browser.open({ url: s.zalo.url, window: "desktop", theme: "light" });
  const { page } = open;
  const ground = () => page.evaluate("getComputedStyle(document.body).backgroundColor");
  const light = await ground();
  await page.getByRole("combobox", { name: "Appearance" }).selectOption("Dark");
  const dark = await ground();
  expect(dark).not.toBe(light);
  await page.reload();
  await page.getByRole("heading", { name: "Connections" }).waitFor();
  expect(await ground()).toBe(dark);
});

test("everything can be done without a mouse", async () => {
  await using s = await neighbourhood();
  const asked = s.owner.writes(s.an, "mấy giờ?");
  await using open = await browser.open({ url: s.zalo.url, window: "desktop" });
  const { page } = open;
  const phone = new PhoneOf(page);
  const keys = async (...names: string[]) => {
    for (const name of names) await page.keyboard.press(name);
  };
  await page.locator(".thread").first().focus();
  await keys("ArrowDown", "ArrowUp", "Enter");
  await phone.line("mấy giờ?").waitFor();
  await page.locator("textarea:focus").waitFor();
  await page.keyboard.type("dòng một");
  await keys("Shift+Enter");
  await page.keyboard.type("dòng hai");
  await keys("Enter");
  await phone.line("dòng một").waitFor();
  expect(s.owner.hearsFrom(s.an)[0]?.content).toMatchObject({ text: "dòng một\ndòng hai" });

  await keys("Shift+Tab", "Enter");
  await page.getByRole("button", { name: "Sample photo", exact: true }).waitFor();
  await keys("Escape", "Shift+Tab", "Shift+Tab", "Enter");
  await page.getByRole("toolbar").waitFor();
  await keys("Escape");
  await phone.box.focus();
  await keys("Escape");
  await page.locator(".threads").waitFor();
  await page.locator(`[data-thread="person:${s.owner.id}"]:focus`).waitFor();
  expect(asked).toMatch(/^\d+$/);

  await page.getByRole("radio", { name: s.an.name }).focus();
  await keys("ArrowRight");
  await expect.poll(() => page.getByRole("radio", { name: s.lan.name }).isChecked()).toBe(true);
});

test("the address leads back to the same chat of the same phone, and Back out of it", async () => {
  await using s = await neighbourhood();
  s.owner.writes(s.an, "chào em");
  await using open = await browser.open({ url: s.zalo.url, window: "phone" });
  const { page } = open;
  const phone = new PhoneOf(page);
  await phone.take(s.owner.name);
  await phone.openChat(s.an.name);
  await phone.line("chào em").waitFor();
  await page.reload();
  await phone.line("chào em").waitFor();
  await page.goBack();
  await page.locator(".threads").waitFor();
});

test("whoever reads all of a chat of 5,000 messages has only some of it in the window at any time", async () => {
  await using s = await neighbourhood();
  const said = (at: number) => `tin số ${String(at).padStart(4, "0")}`;
  for (let at = 0; at < 5_000; at += 1) s.owner.writes(s.an, said(at));
  await using open = await browser.open({ url: s.zalo.url, window: "desktop" });
  const { page } = open;
  const phone = new PhoneOf(page);
  const log = page.getByRole("log");
  const nodes = () => page.evaluate<number>("document.querySelectorAll('.lines *').length");
  await phone.openChat("Chủ Shop");
  await phone.line(said(4_999)).waitFor();
  const perLine = (await nodes()) / (await phone.lines.count());

  let most = 0;
  for (let first = 4_950; first > 0; ) {
    await log.evaluate((box) => {
      box.scrollTop = 0;
    });
    const before = await phone.line(said(first)).boundingBox();
    await page.getByRole("button", { name: "Earlier messages" }).click();
    first = Math.max(0, first - 100);
    await phone.line(said(first)).waitFor({ state: "attached" });
    // What one was reading stays where it was.
    const reading = phone.line(said(first + Math.min(100, 4_950 - first)));
    if (first > 0) expect((await reading.boundingBox())?.y).toBeCloseTo(before?.y ?? 0, -1);
    most = Math.max(most, await nodes());
  }
  expect(await page.getByRole("button", { name: "Earlier messages" }).count()).toBe(0);
  expect(most).toBeLessThan(perLine * 400);

  await page.getByRole("button", { name: "Later messages" }).click();
  await phone.line(said(399)).waitFor({ state: "attached" });
  expect(await phone.lines.count()).toBe(300);
  s.owner.writes(s.an, "tin mới nhất");
  await page.getByRole("button", { name: "New messages" }).click();
  await phone.line("tin mới nhất").waitFor();
  expect(await nodes()).toBeLessThan(perLine * 400);
  expect(await page.getByRole("button", { name: "Later messages" }).count()).toBe(0);
  expect(open.troubles).toEqual([]);
});

test("a chat of thousands of messages opens at its end, and stays quick while hundreds come in", async () => {
  await using s = await neighbourhood();
  for (let at = 0; at < 3_000; at += 1) s.owner.writes(s.an, `tin số ${at}`);
  await using open = await browser.open({ url: s.zalo.url, window: "desktop" });
  const { page } = open;
  const phone = new PhoneOf(page);
  await phone.openChat("Chủ Shop");
  await phone.line("tin số 2999").waitFor();
  expect(await phone.lines.count()).toBeLessThanOrEqual(50);
  const fromEnd = () =>
    page.getByRole("log").evaluate((box) => Math.round(box.scrollHeight - box.scrollTop - box.clientHeight));
  await expect.poll(fromEnd).toBeLessThan(2);

  for (let at = 0; at < 1_500; at += 1) s.owner.writes(s.an, `mới ${at}`);
  await phone.line("mới 1499").waitFor();
  expect(await phone.lines.count()).toBeLessThanOrEqual(500);
  await expect.poll(fromEnd).toBeLessThan(2);
  await page.getByRole("log").evaluate((box) => {
    box.scrollTop = 0;
  });
  await page.getByRole("button", { name: "Earlier messages" }).click();
  const before = await phone.lines.count();
  s.owner.writes(s.an, "tin cuối");
  await page.getByRole("button", { name: "New messages" }).click();
  await phone.line("tin cuối").waitFor();
  await expect.poll(fromEnd).toBeLessThan(2);
  expect(before).toBeGreaterThan(0);
  expect(await page.getByRole("region", { name: "Journal" }).getByRole("listitem").count()).toBeLessThan(400);
});
