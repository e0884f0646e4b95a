import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestBrowser, WINDOW_NAMES } from "./browser.ts";
import { neighbourhood } from "./neighbourhood.ts";
import { PhoneOf } from "./phone-of.ts";

let browser: TestBrowser;
beforeAll(async () => {
  browser = await TestBrowser.start();
});
afterAll(() => browser[Symbol.asyncDispose]());

describe.each(WINDOW_NAMES)("in a %s window", (window) => {
  test("a simulator that ends is said to be gone, and another one in its place is taken up by itself", async () => {
    const before = await neighbourhood();
    const { url } = before.zalo;
    for (let at = 0; at < 20; at += 1) before.an.says(before.bot, `tin cũ ${at}`);
    await using open = await browser.open({ url, window });
    const { page } = open;
    const phone = new PhoneOf(page);
    await phone.openChat("Bot Shop");
    await phone.line("tin cũ 19").waitFor();
    await before[Symbol.asyncDispose]();
    await page.getByText("The simulated Zalo does not answer.").waitFor();

    // Fewer things have happened in it than the page has heard of, and it has other people.
    await using s = await neighbourhood({ port: Number(new URL(url).port) });
    s.an.says(s.bot, "tin đầu tiên");
    await page.getByText("The simulated Zalo was started anew.").waitFor();
    await expect.poll(() => page.getByText("The simulated Zalo does not answer.").count()).toBe(0);
    await phone.openChat("Bot Shop");
    await phone.line("tin đầu tiên").waitFor();
    expect(await phone.line("tin cũ").count()).toBe(0);
    await s.botCalls("sendMessage", { chat_id: s.an.id, text: "chào lại" });
    await phone.line("chào lại").waitFor();
    await phone.operator();
    const journal = page.getByRole("region", { name: "Journal" });
    await journal.getByText("chào lại").waitFor();
    expect(await journal.getByText("tin cũ").count()).toBe(0);
  });
});

test("a page that was away while a lot happened reads everything anew", async () => {
  await using s = await neighbourhood();
  await using way = await wayTo(s.zalo.url);
  await using open = await browser.open({ url: way.url, window: "desktop" });
  const { page } = open;
  const phone = new PhoneOf(page);
  await phone.openChat("Chủ Shop");
  await phone.write("trước khi đi");
  await phone.line("trước khi đi").waitFor();
  way.close();
  await page.getByText("The simulated Zalo does not answer.").waitFor();
  for (let at = 0; at < 2_500; at += 1) s.owner.writes(s.an, `tin ${at}`);
  way.open();
  await phone.line("tin 2499").waitFor();
  const journal = page.getByRole("region", { name: "Journal" });
  await journal.getByText("tin 2499").waitFor();
  expect(await journal.getByText("trước khi đi").count()).toBe(0);
  await expect.poll(() => page.getByText("The simulated Zalo does not answer.").count()).toBe(0);
  expect(await page.getByText("was started anew").count()).toBe(0);
});

/** A way to a server that can be closed, as when a computer sleeps. */
async function wayTo(url: string) {
  const sockets = new Set<Socket>();
  let isOpen = true;
  const server = createServer((socket) => {
    if (!isOpen) return void socket.destroy();
    const onward = connect({ host: "127.0.0.1", port: Number(new URL(url).port) });
    for (const end of [socket, onward]) {
      sockets.add(end);
      end.on("error", () => end.destroy());
      end.on("close", () => sockets.delete(end));
    }
    socket.pipe(onward).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => {
    isOpen = false;
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close,
    open: () => {
      isOpen = true;
    },
    [Symbol.asyncDispose]: async () => {
      close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
