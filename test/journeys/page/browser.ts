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
  /** The time on the browser's clock, in Vietnam, where it stands still; undefined for the time it is. */
  at?: Date;
}

/** A window with the page in it. */
export interface OpenWindow extends AsyncDisposable {
  readonly page: Page;
  /** Errors of the page's scripts, what its content policy refused, and whatever else the console calls an error. */
  readonly troubles: readonly string[];
}

export interface StartOptions {
  /** Environment beside our own. */
  env?: Readonly<Record<string, string>>;
}

/** A real Chromium. */
export class TestBrowser implements AsyncDisposable {
  readonly #browser: Browser;

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  /** Starts it; the first time on a machine it is unpacked from its package, which takes some seconds. */
  static async start({ env = {} }: StartOptions = {}): Promise<TestBrowser> {
    const executablePath = await chromium.executablePath();
    const all = Object.fromEntries(Object.entries({ ...process.env, ...env }).filter(isSet));
    return new TestBrowser(await playwright.launch({ executablePath, args: [...ARGUMENTS], env: all }));
  }

  /** Opens the page as somebody new would: nothing is remembered from another window. */
  async open({ url, window, theme = "light", locale = "en-GB", at }: OpenOptions): Promise<OpenWindow> {
    const context = await this.#browser.newContext({
      viewport: WINDOWS[window],
      colorScheme: theme,
      locale,
      permissions: ["clipboard-read", "clipboard-write"],
      ...(at === undefined ? {} : { timezoneId: "Asia/Ho_Chi_Minh" }),
      ...(window === "phone" ? { hasTouch: true, isMobile: true } : {}),
    });
    context.setDefaultTimeout(WAIT_MS);
    if (at !== undefined) await context.clock.setFixedTime(at);
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

const isSet = (entry: [string, string | undefined]): entry is [string, string] => entry[1] !== undefined;

/** Generous: machines that run tests are busy. */
const WAIT_MS = 30_000;

/** Continuous integration often runs as root, and with a small /dev/shm. */
const ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"] as const;
