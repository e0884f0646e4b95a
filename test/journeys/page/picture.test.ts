import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ROOT } from "../../support/sources.ts";
import { type OpenOptions, TestBrowser } from "./browser.ts";
import { type PictureDay, pictureDay } from "./picture-day.ts";
import { type PictureFont, pictureFont } from "./picture-font.ts";

/* The pictures of the README are those of the page as it is. */

/** Takes them anew. */
const RENEW = "UPDATE_PICTURES=1 npm test -- --project page test/journeys/page/picture.test.ts";
const MAY_UPDATE = process.env["UPDATE_PICTURES"] !== undefined;

/** Of a hundred pixels; what the edges of letters may differ by on another processor. */
const MOST_DIFFERENT = 0.02;
/** How much of 255 a colour may be off before its pixel counts as different. */
const SAME_COLOUR = 40;

const PICTURES: Readonly<Record<string, Omit<OpenOptions, "url" | "at">>> = {
  "docs/images/phone.png": { window: "desktop", theme: "light", locale: "en-GB" },
  "docs/images/phone-dark.png": { window: "phone", theme: "dark", locale: "en-GB" },
  "docs/images/phone.vi.png": { window: "desktop", theme: "light", locale: "vi-VN" },
  "docs/images/phone-dark.vi.png": { window: "phone", theme: "dark", locale: "vi-VN" },
};

let font: PictureFont;
let browser: TestBrowser;
let day: PictureDay;
beforeAll(async () => {
  font = await pictureFont();
  browser = await TestBrowser.start({ env: font.env });
  day = await pictureDay();
});
afterAll(async () => {
  await day?.[Symbol.asyncDispose]();
  await browser?.[Symbol.asyncDispose]();
  font?.[Symbol.dispose]();
});

test.each(Object.entries(PICTURES))("%s shows the page as it is", async (path, options) => {
  await using open = await browser.open({ ...options, url: day.zalo.url, at: day.at });
  const { page } = open;
  await page.locator('.thread[data-thread^="bot:"]').click();
  await page.locator(".lines li", { hasText: "15.000đ" }).waitFor();
  // Nothing has the cursor, and nothing is pointed at.
  await page.locator("textarea").blur();
  await page.mouse.move(0, 0);
  await page.evaluate("document.fonts.ready");
  const taken = await page.screenshot({ animations: "disabled", caret: "hide" });
  const file = `${ROOT}${path}`;
  if (MAY_UPDATE) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, taken);
  }
  expect(existsSync(file), `there is no ${path}: ${RENEW}`).toBe(true);
  const off = await difference(page, taken, readFileSync(file));
  expect(off, `${path} is not what the page looks like now: look at it, then ${RENEW}`).toBeLessThan(
    MOST_DIFFERENT,
  );
  expect(open.troubles).toEqual([]);
});

test("a picture of something else is told from this one", async () => {
  await using open = await browser.open({ url: day.zalo.url, at: day.at, window: "desktop" });
  const { page } = open;
  await page.locator("#connections").waitFor();
  await page.locator(".thread").first().waitFor();
  const before = await page.screenshot();
  await page.evaluate(`document.querySelector("#connections").textContent = "Links"`);
  expect(await difference(page, before, before)).toBe(0);
  expect(await difference(page, before, await page.screenshot())).toBeGreaterThan(MOST_DIFFERENT);
});

/** How many of a hundred pixels are of another colour; all of them when the pictures are not of one size. */
async function difference(page: Page, one: Buffer, other: Buffer): Promise<number> {
  const sources = [one, other].map((png) => `data:image/png;base64,${png.toString("base64")}`);
  // A page of no site: this one's own lets no pictures in from elsewhere.
  const blank = await page.context().newPage();
  try {
    return Number(await blank.evaluate(`(${COMPARE})(${JSON.stringify(sources)}, ${SAME_COLOUR})`));
  } finally {
    await blank.close();
  }
}

/** Runs in the browser, which can read its own pictures. */
const COMPARE = `async (sources, most) => {
  const [a, b] = await Promise.all(sources.map(async (source) => {
    const bitmap = await createImageBitmap(await (await fetch(source)).blob());
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
    context.drawImage(bitmap, 0, 0);
    return context.getImageData(0, 0, bitmap.width, bitmap.height);
  }));
  if (a.width !== b.width || a.height !== b.height) return 100;
  let different = 0;
  for (let at = 0; at < a.data.length; at += 4) {
    if ([0, 1, 2].some((part) => Math.abs(a.data[at + part] - b.data[at + part]) > most)) different += 1;
  }
  return (100 * different) / (a.width * a.height);
}`;
