import chromium from "@sparticuz/chromium";
import { type Browser, type Page, chromium as playwright } from "playwright-core";

/** The windows that every story is told in. */
export const WINDOWS = {
  desktop: { width: 1360, height: 900 },
  phone: { width: 390, height: 844 },
} as const;

export type WindowName = keyof typeof WINDOWS;

export interface OpenOptions {
  url: string;
  window: WindowName;
  theme?: "light" | "dark";
  /** The browser's language. */
  locale?: "vi-VN" | "en-GB";
}

/** A window with the page in it. What goes wrong in the page is remembered: `troubles`. */
export interface OpenPage extends AsyncDisposable {
  readonly page: Page;
  /** Errors of the page's scripts and what its content policy refused, as the console tells them. */
  readonly troubles: readonly string[];
}

/** A real Chromium, unpacked from its package once per machine. */
export class TestBrowser implements AsyncDisposable {
  readonly #browser: Browser;

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  static async start(): Promise<TestBrowser> {
    const executablePath = await chromium.executablePath();
    return new TestBrowser(await playwright.launch({ executablePath, args: [...ARGUMENTS] }));
  }

  /** Opens the page as somebody new would: nothing is remembered from another window. */
  async open({ url, window, theme = "light", locale = "en-GB" }: OpenOptions): Promise<OpenPage> {
    const context = await this.#browser.newContext({
      viewport: WINDOWS[window],
      colorScheme: theme,
      locale,
      permissions: ["clipboard-read", "clipboard-write"],
      ...(window === "phone" ? { hasTouch: true, isMobile: true } : {}),
    });
    const page = await context.newPage();
    const troubles: string[] = [];
    page.on("pageerror", (error) => troubles.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") troubles.push(message.text());
    });
    await page.goto(url);
    return { page, troubles, [Symbol.asyncDispose]: () => context.close() };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
  }
}

/** Continuous integration often runs as root and with a small /dev/shm. */
const ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"] as const;
