import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestBrowser } from "./browser.ts";
import { livelyWorld } from "./lively-world.ts";
import { neighbourhood } from "./neighbourhood.ts";
import { PhoneOf } from "./phone-of.ts";

/* Every window that people have: nothing is cut at its side, and nothing lies over anything else. */

const WIDTHS = [390, 600, 768, 900, 1024, 1180, 1440] as const;

/** What one looks at, none of them within another. */
const REGIONS = [".top", ".owners", ".device", ".sides", ".connections", ".trouble", ".journal"] as const;
const PARTS = [".screen-head", ".lines", ".composer"] as const;

let browser: TestBrowser;
beforeAll(async () => {
  browser = await TestBrowser.start();
});
afterAll(() => browser[Symbol.asyncDispose]());

interface Box {
  name: string;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Where these are in the window, those that are shown; of what scrolls, the part that is in view. */
async function boxesOf(page: Page, names: readonly string[]): Promise<readonly Box[]> {
  const found = (await page.evaluate(`${JSON.stringify(names)}.map((name) => {
    const shown = document.querySelector(name);
    if (shown === null) return { name, left: 0, right: 0, top: 0, bottom: 0 };
    const { left, right, top, bottom } = shown.getBoundingClientRect();
    const frame = shown.closest(".desk-side")?.getBoundingClientRect() ?? { top, bottom };
    return { name, left, right, top: Math.max(top, frame.top), bottom: Math.min(bottom, frame.bottom) };
  })`)) as readonly Box[];
  return found.filter(({ left, right, top, bottom }) => right > left && bottom > top);
}

/** Pairs of which one lies over the other. */
const overlaps = (boxes: readonly Box[]): readonly string[] =>
  boxes.flatMap((one, at) =>
    boxes
      .slice(at + 1)
      .filter(
        (other) =>
          one.left < other.right - 1 &&
          other.left < one.right - 1 &&
          one.top < other.bottom - 1 &&
          other.top < one.bottom - 1,
      )
      .map((other) => `${one.name} and ${other.name}`),
  );

/** Everything that can be pressed or read whose words do not fit into it, or that is out at a side. */
const CUT = `[...document.querySelectorAll("button, select, h1, h2, h3, legend, .status, .card, .fault, .owner")]
  .filter((one) => one.getClientRects().length > 0 && !one.matches(".unseen, .unseen *"))
  .filter((one) => {
    const { left, right } = one.getBoundingClientRect();
    const scroller = one.closest(".owners");
    const isOut = scroller === null && (left < -1 || right > innerWidth + 1);
    const isEllipsis = getComputedStyle(one).textOverflow === "ellipsis" || one.matches(".thread, .thread *, select, h1");
    return isOut || (!isEllipsis && one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== "inline");
  })
  .map((one) => one.className + " " + one.textContent.slice(0, 40))`;

const SIDEWAYS = `["html", ".lines", ".desk-side", ".entries", ".threads"].filter((name) => {
  const box = document.querySelector(name);
  return box !== null && box.scrollWidth > box.clientWidth;
})`;

describe.each(["light", "dark"] as const)("in %s", (theme) => {
  test("at every width nothing is cut, scrolls sideways or lies over anything else", async () => {
    await using s = await neighbourhood();
    await livelyWorld(s);
    s.zalo.personal.signIn(s.owner);
    // The longer words are the Vietnamese ones, mostly.
    await using open = await browser.open({ url: s.zalo.url, window: "desktop", theme, locale: "vi-VN" });
    const { page } = open;
    const phone = new PhoneOf(page);
    const looksRight = async (what: string, parts: readonly string[]) => {
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        const at = `${what} at ${width}`;
        expect([at, await page.evaluate(SIDEWAYS)]).toEqual([at, []]);
        expect([at, await page.evaluate(CUT)]).toEqual([at, []]);
        expect([at, overlaps(await boxesOf(page, REGIONS))]).toEqual([at, []]);
        expect([at, overlaps(await boxesOf(page, parts))]).toEqual([at, []]);
      }
    };
    await page.locator(".thread").first().waitFor();
    await looksRight("the list", [".screen-head", ".threads"]);
    await page.locator(".fault-row button").first().click();
    await page.locator(".fault").waitFor();
    await phone.openChat("Bot Shop");
    await phone.lines.first().waitFor();
    await looksRight("a chat with a bot", PARTS);
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.keyboard.press("Escape");
    await phone.openChat("Chung cư Hoa Sen");
    await phone.lines.first().waitFor();
    await looksRight("a group", PARTS);
    await page.setViewportSize({ width: 390, height: 900 });
    await page.getByRole("button", { name: "Vận hành" }).click();
    await looksRight("the operator's side", []);
  });
});
