import chromium from "@sparticuz/chromium";
import { type Browser, type Page, chromium as playwright } from "playwright-core";

/** The windows that every story is told in, in CSS pixels. */
export const WINDOWS = {
  desktop: { width: 1360, height: 900 },
  phone: { width: 390, height: 844 },
} as const;

export type WindowName = keyof typeof WINDOWS;

export const WINDOW_NAMES: readonly WindowName[] = ["desktop", "phone"];

export interface OpenOptions {
  url: string;
  window: WindowName;
  theme?: "light" | "dark";
  /** The browser's language. */
  locale?: "vi-VN" | "en-GB";
}

/** A window with the page in it. */
export interface OpenWindow extends AsyncDisposable {
  readonly page: Page;
  /** Errors of the page's scripts, what its content policy refused, and whatever else the console calls an error. */
  readonly troubles: readonly string[];
}

/** A real Chromium. */
export class TestBrowser implements AsyncDisposable {
  readonly #browser: Browser;

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  /** Starts it; the first time on a machine it is unpacked from its package, which takes some seconds. */
  static async start(): Promise<TestBrowser> {
    const executablePath = await chromium.executablePath();
    return new TestBrowser(await playwright.launch({ executablePath, args: [...ARGUMENTS] }));
  }

  /** Opens the page as somebody new would: nothing is remembered from another window. */
  async open({ url, window, theme = "light", locale = "en-GB" }: OpenOptions): Promise<OpenWindow> {
    const context = await this.#browser.newContext({
      viewport: WINDOWS[window],
      colorScheme: theme,
      locale,
      permissions: ["clipboard-read", "clipboard-write"],
      ...(window === "phone" ? { hasTouch: true, isMobile: true } : {}),
    });
    context.setDefaultTimeout(WAIT_MS);
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

/** Generous: machines that run tests are busy. */
const WAIT_MS = 30_000;

/** Continuous integration often runs as root, and with a small /dev/shm. */
const ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"] as const;
