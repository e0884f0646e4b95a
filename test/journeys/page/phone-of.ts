import type { Locator, Page } from "playwright-core";

/** The page as whoever holds the phone finds it: by what is written on it. */
export class PhoneOf {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Takes up somebody's phone. */
  async take(name: string): Promise<void> {
    await this.page.getByRole("radio", { name, exact: true }).check({ force: true });
  }

  /** Opens the chat of this name from the list. */
  async openChat(name: string): Promise<void> {
    await this.page
      .locator(".thread")
      .filter({ has: this.page.getByText(name, { exact: true }) })
      .click();
    await this.page.getByRole("heading", { level: 2, name, exact: true }).waitFor();
  }

  async back(): Promise<void> {
    await this.page.getByRole("button", { name: "Back to the chats" }).click();
  }

  /** Where one writes. */
  get box(): Locator {
    return this.page.getByRole("textbox", { name: "Message" });
  }

  async write(text: string): Promise<void> {
    await this.box.fill(text);
    await this.box.press("Enter");
  }

  /** The messages that are shown. */
  get lines(): Locator {
    return this.page.getByRole("log").getByRole("article");
  }

  /** The message that says this. */
  line(text: string): Locator {
    return this.lines.filter({ hasText: text });
  }

  /** Picks something from the menu beside the box. */
  async attach(item: string): Promise<void> {
    await this.page.getByRole("button", { name: "Attach" }).click();
    await this.page.getByRole("button", { name: item, exact: true }).click();
  }

  /** Opens what can be done with a message, and does it. */
  async does(line: Locator, what: string): Promise<void> {
    await line.hover();
    await line.getByRole("button", { name: /^Message actions/ }).click();
    await line.getByRole("button", { name: what }).click();
  }

  /** Shows the operator's side, where a narrow window hides it. */
  async operator(): Promise<void> {
    const button = this.page.getByRole("button", { name: "Operator" });
    if (await button.isVisible()) await button.click();
  }
}
