import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { clientOf } from "zalo-simulator/testing/web-scene";
import { TestBrowser, WINDOW_NAMES } from "./browser.ts";
import { neighbourhood } from "./neighbourhood.ts";
import { PhoneOf } from "./phone-of.ts";

const WAIT = { timeoutMs: 20_000 };

let browser: TestBrowser;
beforeAll(async () => {
  browser = await TestBrowser.start();
});
afterAll(() => browser[Symbol.asyncDispose]());

describe.each(WINDOW_NAMES)("in a %s window", (window) => {
  test("An writes to the bot, sees it type, and reads a formatted answer in two pieces", async () => {
    await using s = await neighbourhood();
    await using open = await browser.open({ url: s.zalo.url, window });
    const phone = new PhoneOf(open.page);

    await phone.openChat("Bot Shop");
    await phone.write("hôm nay có gì?");
    await s.botCalls("sendChatAction", { chat_id: s.an.id, action: "typing" });
    await open.page.getByText("Bot Shop is typing…").waitFor();
    const text = "# Thực đơn\nMón **ngon** và *rẻ*:\n- phở\n- bún `50k`\n1. gọi\n> {red}hết{/red} ~~chả~~";
    await s.botCalls("sendMessage", { chat_id: s.an.id, parse_mode: "markdown", text });
    await s.botCalls("sendMessage", { chat_id: s.an.id, text: "**phần hai**" });

    const answer = phone.line("Thực đơn");
    await answer.waitFor();
    expect(await answer.locator("strong").allTextContents()).toEqual(["ngon"]);
    expect(await answer.locator("em").allTextContents()).toEqual(["rẻ"]);
    expect(await answer.locator("code").allTextContents()).toEqual(["50k"]);
    expect(await answer.locator("s").allTextContents()).toEqual(["chả"]);
    expect(await answer.getByRole("listitem").allTextContents()).toEqual(["•phở", "•bún 50k", "1.gọi"]);
    expect(await answer.locator("blockquote").textContent()).toBe("hết chả");
    await phone.line("**phần hai**").waitFor();
    await expect.poll(() => open.page.getByText("is typing…").count()).toBe(0);
    expect(open.troubles).toEqual([]);
  });

  test("a personal account's answer keeps its styles, and it is seen how far one's own message got", async () => {
    await using s = await neighbourhood();
    await using open = await browser.open({ url: s.zalo.url, window });
    const phone = new PhoneOf(open.page);

    await phone.openChat("Chủ Shop");
    await phone.write("còn phòng không?");
    const [heard] = await s.owner.waitForFrom(s.an, (all) => all.length === 1, WAIT);
    if (heard === undefined) throw new Error("Nothing was heard.");
    await phone.line("Sent").waitFor();
    s.owner.receives(heard.msgId);
    await phone.line("Delivered").waitFor();
    s.owner.sees(heard.msgId);
    await phone.line("Seen").waitFor();
    s.owner.types(s.an);
    await open.page.getByText("Chủ Shop is typing…").waitFor();
    const text = "Còn nhé\nđơn\nđôi\ngiá 500k";
    s.owner.writes(
      s.an,
      {
        kind: "text",
        text,
        styles: [
          { start: 0, len: 7, st: "b,f_18" },
          { start: 8, len: 3, st: "lst_1" },
          { start: 12, len: 3, st: "lst_1" },
          { start: 20, len: 4, st: "c_db342e" },
        ],
      },
      { quote: heard.msgId },
    );

    const answer = phone.line("giá 500k");
    await answer.waitFor();
    expect(await answer.locator(".quoted").textContent()).toContain("còn phòng không?");
    expect(await answer.locator(".shown strong").textContent()).toBe("Còn nhé");
    expect(await answer.getByRole("listitem").allTextContents()).toEqual(["•đơn", "•đôi"]);
    expect(await answer.locator(".colour").textContent()).toBe("500k");
    expect(open.troubles).toEqual([]);
  });

  test("An sends a photo, a voice message, a sticker and a file, and gets a photo and a voice message back", async () => {
    await using s = await neighbourhood();
    await using open = await browser.open({ url: s.zalo.url, window });
    const phone = new PhoneOf(open.page);

    await phone.openChat("Bot Shop");
    await phone.attach("Sample photo");
    await phone.lines.getByRole("button", { name: "Open the photo from Nguyễn Văn An" }).click();
    await open.page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
    await open.page.getByRole("button", { name: "Attach" }).click();
    const chooser = open.page.waitForEvent("filechooser");
    await open.page.getByText("Photo…").click();
    const buffer = s.zalo.media.get("photo.png")?.bytes ?? Buffer.alloc(0);
    await (await chooser).setFiles({ name: "ảnh.png", mimeType: "image/png", buffer });
    await expect.poll(() => phone.lines.locator(".picture").count()).toBe(2);
    await phone.attach("Sample voice message");
    await phone.attach("Sticker");
    await phone.lines.getByRole("img", { name: "Sticker" }).waitFor();
    const { samples } = s.zalo.media;
    await s.botCalls("sendPhoto", { chat_id: s.an.id, photo: samples["photo.jpg"], caption: "đây ạ" });
    await s.botCalls("sendVoice", { chat_id: s.an.id, voice_url: samples["voice.aac"] });

    await phone.lines.getByRole("button", { name: "Open the photo from Bot Shop" }).waitFor();
    await expect.poll(() => phone.lines.getByRole("slider", { name: "Position" }).count()).toBe(2);
    const kinds = s.zalo.world
      .chatOf(s.bot, s.an.id)
      ?.lines.map((line) => (line.from === "bot" ? line.message.kind : line.message.content.kind));
    expect(kinds).toEqual(["image", "image", "voice", "sticker", "photo", "voice"]);

    await phone.back();
    await phone.openChat("Chủ Shop");
    await phone.attach("Sample file");
    await phone.line("page.pdf").waitFor();
    expect(s.owner.hearsFrom(s.an)[0]?.content).toMatchObject({ kind: "file", name: "page.pdf" });
    expect(open.troubles).toEqual([]);
  });

  test("a name is picked behind an @ with the keyboard, and both the person and the bot are mentioned", async () => {
    await using s = await neighbourhood();
    await using open = await browser.open({ url: s.zalo.url, window });
    const phone = new PhoneOf(open.page);

    await phone.openChat("Chung cư Hoa Sen");
    await phone.box.pressSequentially("chào @dan");
    await open.page.getByRole("option", { name: "Đặng Thị Lan", selected: true }).waitFor();
    await phone.box.press("Enter");
    await phone.box.pressSequentially("và @");
    await open.page.getByRole("listbox", { name: "Mention somebody" }).waitFor();
    await phone.box.press("ArrowDown");
    await phone.box.press("ArrowDown");
    await phone.box.press("Tab");
    expect(await phone.box.inputValue()).toBe("chào @Đặng Thị Lan và @Bot Shop ");
    await phone.box.press("Enter");

    const [message] = await s.group.conversation.waitFor(s.an, (all) => all.length === 1, WAIT);
    expect(message?.mentions).toEqual([{ uid: s.lan.uid, pos: 5, len: 13 }]);
    expect(s.zalo.journal.entries).toContainEqual(
      expect.objectContaining({ kind: "person-message", toBots: [s.bot.id] }),
    );
    expect(await phone.line("chào").locator(".mention").textContent()).toBe("@Đặng Thị Lan");
    expect(open.troubles).toEqual([]);
  });

  test("An answers, reacts and takes back; what others do is seen at once", async () => {
    await using s = await neighbourhood();
    const asked = s.owner.writes(s.an, "mấy giờ?");
    await using open = await browser.open({ url: s.zalo.url, window });
    const phone = new PhoneOf(open.page);
    await open.page.getByText("1 unread").waitFor();
    await phone.openChat("Chủ Shop");

    await phone.does(phone.line("mấy giờ?").first(), "Reply");
    await phone.write("tám giờ");
    await phone.line("tám giờ").waitFor();
    await phone.does(phone.line("mấy giờ?").first(), "Love");
    await phone.line("mấy giờ?").first().getByRole("img", { name: "Love" }).waitFor();
    const [answer] = s.owner.hearsFrom(s.an);
    expect(answer?.quote).toMatchObject({ msgId: asked, text: "mấy giờ?" });
    expect(s.an.hearsFrom(s.owner)[0]).toMatchObject({
      reactions: [{ icon: "/-heart", uid: s.an.uid }],
      seenBy: [s.an.uid],
    });
    s.owner.reacts(answer?.msgId ?? "", "/-strong");
    await phone.line("tám giờ").last().getByRole("img", { name: "Like" }).waitFor();
    await phone.does(phone.line("tám giờ").last(), "Recall");
    await phone.line("Message recalled").waitFor();
    expect(s.owner.hearsFrom(s.an)[0]?.recalled).toBe(true);
    expect(open.troubles).toEqual([]);
  });

  test("An logs the personal account in by scanning its code and confirming", async () => {
    await using s = await neighbourhood();
    await using open = await browser.open({ url: s.zalo.url, window });
    const phone = new PhoneOf(open.page);
    const login = clientOf(s.zalo).loginQR({ userAgent: "Firefox of a test" }, () => undefined);
    login.catch(() => undefined);

    await phone.take("Chủ Shop");
    await open.page.getByRole("button", { name: "1 QR code to scan" }).click();
    await open.page.getByRole("img", { name: "QR code for logging in" }).waitFor();
    await open.page.getByRole("button", { name: "Scan as Chủ Shop" }).click();
    await open.page.getByText("Scanned by Chủ Shop.").waitFor();
    await open.page.getByRole("button", { name: "Confirm" }).click();

    expect((await login).getOwnId()).toBe(s.owner.uid);
    await open.page.getByText("Nobody shows a QR code right now.").waitFor();
    await phone.operator();
    await open.page.getByText("Logged in, no connection").waitFor();
    expect(open.troubles).toEqual([]);
  });
});
