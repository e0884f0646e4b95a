import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { clientOf } from "zalo-simulator/testing/web-scene";
import { setup as buildPage } from "../../support/build-page.ts";
import { TestBrowser, WINDOW_NAMES, type WindowName } from "./browser.ts";
import { livelyWorld } from "./lively-world.ts";
import { neighbourhood } from "./neighbourhood.ts";

/*
 * Takes pictures of the page's main views, in both windows and both themes, into the folder that is given:
 *
 *     node test/journeys/page/take-screenshots.ts <folder> [light|dark] [desktop|phone]
 */

const ALL_DRAWN = "[...document.images].every((image) => image.complete)";
const MOST_LOOKS = 50;
const LOOK_EVERY_MS = 100;
const THEMES = ["light", "dark"] as const;

const [folder, ...only] = process.argv.slice(2);
if (folder === undefined) throw new Error("Say into which folder the pictures go.");
mkdirSync(folder, { recursive: true });
const wanted = (name: string, among: readonly string[]) =>
  !only.some((one) => among.includes(one)) || only.includes(name);

await buildPage();
await using browser = await TestBrowser.start();
for (const window of WINDOW_NAMES.filter((name) => wanted(name, WINDOW_NAMES))) {
  for (const theme of THEMES.filter((name) => wanted(name, THEMES))) await views(window, theme);
}

async function views(window: WindowName, theme: (typeof THEMES)[number]): Promise<void> {
  await using s = await neighbourhood();
  const api = await clientOf(s.zalo).login(s.zalo.personal.signIn(s.owner));
  api.listener.on("error", () => undefined);
  api.listener.start();
  await s.zalo.journal.waitFor(({ kind }) => kind === "socket-opened", { timeoutMs: 20_000 });
  await livelyWorld(s);
  const login = clientOf(s.zalo).loginQR({ userAgent: "Firefox of a picture" }, () => undefined);
  login.catch(() => undefined);
  await s.zalo.personal.waitForCode({ timeoutMs: 20_000 });

  // One theme in each language, so that both are looked at.
  const locale = theme === "light" ? "vi-VN" : "en-GB";
  await using open = await browser.open({ url: s.zalo.url, window, theme, locale });
  const { page } = open;
  const shot = async (name: string) => {
    // Pictures in it have come, and what moves stands still.
    for (let looks = 0; looks < MOST_LOOKS && !(await page.evaluate(ALL_DRAWN)); looks += 1) {
      await page.waitForTimeout(LOOK_EVERY_MS);
    }
    await page.screenshot({
      path: join(folder ?? "", `${name}-${window}-${theme}.png`),
      animations: "disabled",
    });
  };
  await page.locator(".thread").nth(2).waitFor();
  await shot("chats");
  await openThread(page, "bot");
  await shot("voice");
  await page.locator(".line", { hasText: "22h" }).locator(".heading").first().scrollIntoViewIfNeeded();
  await shot("answer");
  await page.locator(".pairing").scrollIntoViewIfNeeded();
  await shot("pairing");
  await back(page);
  await openThread(page, "person");
  s.owner.types(s.an);
  await page.locator(".typing").waitFor();
  await shot("personal");
  await back(page);
  await openThread(page, "group");
  await page.locator(".album").scrollIntoViewIfNeeded();
  await shot("album");
  await page.locator(".poll").scrollIntoViewIfNeeded();
  await shot("poll");
  await page.locator("textarea").fill("@");
  await page.locator(".mention-picker").waitFor();
  await shot("mention");
  await page.locator("textarea").fill("");
  await page.locator(".line-more").first().click();
  await page.locator(".actions").waitFor();
  await shot("reactions");
  await page.locator(".attach > button").click();
  await shot("attach");
  await page.keyboard.press("Escape");
  await back(page);
  await page.locator(".list-head button").click();
  await page.locator(".qr-card").waitFor();
  await shot("qr-login");
  if (window === "phone") await page.locator(".sides button").nth(1).click();
  await page.locator(".fault-row button").first().click();
  await page.locator(".fault").waitFor();
  await shot("operator");
  if (window === "phone") {
    await page.locator(".journal").scrollIntoViewIfNeeded();
    await shot("journal");
  }
  api.listener.stop();
  for (const trouble of open.troubles) process.stderr.write(`${window} ${theme}: ${trouble}\n`);
}

async function openThread(page: Page, kind: string): Promise<void> {
  await page.locator(`.thread[data-thread^="${kind}:"]`).first().click();
  await page.locator(".lines .line").first().waitFor();
}

async function back(page: Page): Promise<void> {
  await page.locator(".chat-head button").first().click();
  await page.locator(".threads").waitFor();
}
