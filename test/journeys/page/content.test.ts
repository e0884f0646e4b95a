import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TestBrowser, WINDOW_NAMES } from "./browser.ts";
import { pollOf } from "./lively-world.ts";
import { neighbourhood } from "./neighbourhood.ts";
import { PhoneOf } from "./phone-of.ts";

const WAIT = { timeoutMs: 20_000 };

let browser: TestBrowser;
beforeAll(async () => {
  browser = await TestBrowser.start();
});
afterAll(() => browser[Symbol.asyncDispose]());

describe.each(WINDOW_NAMES)("in a %s window", (window) => {
  test("the list of chats shows words and no marks, but leaves what people type as it is", async () => {
    await using s = await neighbourhood();
    s.an.says(s.bot, "xin chào");
    const html = "<b>Giá</b> <i>mới</i> &amp; rẻ";
    await s.botCalls("sendMessage", { chat_id: s.an.id, text: html, parse_mode: "html" });
    const text = "# Họp **19h** {red}hôm nay{/red}";
    await s.botCalls("sendMessage", { chat_id: s.group.id, text, parse_mode: "markdown" });
    s.owner.writes(s.an, "giá **5 * 3** nhé");
    await using open = await browser.open({ url: s.zalo.url, window });
    const last = (name: string) => open.page.locator(".thread", { hasText: name }).locator(".thread-last");
    await expect.poll(() => last("Chung cư Hoa Sen").textContent()).toBe("Bot Shop: Họp 19h hôm nay");
    expect(await last("Bot Shop").last().textContent()).toBe("Bot Shop: Giá mới & rẻ");
    expect(await open.page.locator(`[data-thread="person:${s.owner.id}"] .thread-last`).textContent()).toBe(
      "Chủ Shop: giá **5 * 3** nhé",
    );
    expect(open.troubles).toEqual([]);
  });

  test("what a bot wrote is unread until one looks, and stays read when the page is loaded again", async () => {
    await using s = await neighbourhood();
    s.an.says(s.bot, "xin chào");
    for (const text of ["một", "hai"]) await s.botCalls("sendMessage", { chat_id: s.an.id, text });
    await using open = await browser.open({ url: s.zalo.url, window });
    const { page } = open;
    const phone = new PhoneOf(page);
    await page.getByText("2 unread").waitFor();
    await page.reload();
    await page.getByText("2 unread").waitFor();
    await phone.openChat("Bot Shop");
    await phone.line("hai").waitFor();
    await phone.back();
    await expect.poll(() => page.locator(".thread .badge").count()).toBe(0);
    await page.reload();
    await page.locator(".thread").first().waitFor();
    expect(await page.locator(".thread .badge").count()).toBe(0);
  });

  test("pictures that were picked together are one album, of which some can be gone", async () => {
    await using s = await neighbourhood();
    await using open = await browser.open({ url: s.zalo.url, window });
    const { page } = open;
    const phone = new PhoneOf(page);
    await phone.openChat("Chủ Shop");
    await page.getByRole("button", { name: "Attach" }).click();
    const chooser = page.waitForEvent("filechooser");
    await page.getByText("Photo…").click();
    const buffer = s.zalo.media.get("photo.png")?.bytes ?? Buffer.alloc(0);
    const files = ["một.png", "hai.png", "ba.png"].map((name) => ({ name, mimeType: "image/png", buffer }));
    await (await chooser).setFiles(files);
    const heard = await s.owner.waitForFrom(s.an, (all) => all.length === 3, WAIT);
    expect(heard.map(({ content }) => (content.kind === "image" ? content.album : undefined))).toMatchObject([
      { index: 0, total: 3 },
      { index: 1, total: 3 },
      { index: 2, total: 3 },
    ]);
    await expect.poll(() => phone.lines.locator(".picture").count()).toBe(3);
    expect(await phone.lines.count()).toBe(1);

    s.owner.reacts(heard[2]?.msgId ?? "", "/-heart");
    await phone.lines.first().getByRole("img", { name: "Love" }).waitFor();
    s.an.recalls(heard[0]?.msgId ?? "");
    await expect.poll(() => phone.lines.locator(".picture").count()).toBe(2);
    await phone.does(phone.lines.first(), "Recall");
    await phone.line("Message recalled").waitFor();
    expect(s.owner.hearsFrom(s.an).every(({ recalled }) => recalled)).toBe(true);
    expect(open.troubles).toEqual([]);
  });

  test("An votes in a poll, changes his mind, sees others vote, and cannot once it is closed", async () => {
    await using s = await neighbourhood();
    const content = pollOf(s.zalo.world, s.owner, s.group);
    s.owner.writesIn(s.group, content);
    await using open = await browser.open({ url: s.zalo.url, window });
    const phone = new PhoneOf(open.page);
    await phone.openChat("Chung cư Hoa Sen");
    const poll = phone.line("Họp lúc mấy giờ?");
    const choice = (name: string) => poll.locator(".poll-option", { hasText: name });
    await choice("19h").getByRole("radio").check();
    await choice("19h").getByText("1 vote", { exact: true }).waitFor();
    s.lan.votes(content.pollId, 2);
    await choice("20h").getByText("1 vote", { exact: true }).waitFor();
    await choice("20h").getByRole("radio").check();
    await choice("20h").getByText("2 votes").waitFor();
    await choice("19h").getByText("0 votes").waitFor();
    const votes = s.zalo.world.polls.get(content.pollId)?.votes;
    expect(votes?.get(s.an)).toEqual([2]);
    s.zalo.world.polls.close(s.owner, content.pollId);
    await poll.getByText("Poll closed").waitFor();
    expect(await choice("19h").getByRole("radio").isDisabled()).toBe(true);
    expect(await choice("20h").getByRole("radio").isChecked()).toBe(true);
    expect(open.troubles).toEqual([]);
  });

  test("a bot's sticker is seen in the group, and a video and a GIF say what they are even where they do not play", async () => {
    await using s = await neighbourhood();
    const { samples } = s.zalo.media;
    await s.botCalls("sendSticker", { chat_id: s.group.id, sticker: "bfe458bf64fa8da4d4eb" });
    const video = { kind: "video", durationMs: 65_000, width: 640, height: 360, caption: "Sảnh" } as const;
    s.lan.writesIn(s.group, { ...video, url: "https://example.org/a.mp4", thumbUrl: samples["photo.jpg"] });
    s.lan.writesIn(s.group, { kind: "gif", url: samples["moving.gif"], width: 80, height: 60 });
    s.lan.writesIn(s.group, { kind: "gif", url: "https://example.org/b.gif", width: 320, height: 200 });
    await using open = await browser.open({ url: s.zalo.url, window });
    const phone = new PhoneOf(open.page);
    await phone.openChat("Chung cư Hoa Sen");
    await phone.lines.getByRole("img", { name: "Sticker" }).waitFor();
    const shown = phone.line("Sảnh");
    expect(await shown.locator(".about-file").textContent()).toBe("1:05 · 640 × 360");
    await shown.getByText("Video. This browser cannot play it.").waitFor();
    await phone.line("GIF").getByRole("button", { name: "Open the photo from Đặng Thị Lan" }).waitFor();
    await phone.line("The picture did not arrive. 320 × 200").waitFor();
    expect(open.troubles).toEqual([]);
  });
});
