import type { Envelope } from "channel-kit/envelope/envelope";
import { chatId, messageId, userId } from "channel-kit/envelope/ids";
import { InboxOnDisk } from "channel-kit/testing/inbox-on-disk";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { BotApi } from "../bot-api/methods.ts";
import { OwnNames, rememberedSelf } from "./own-names.ts";

const ME = { id: "1459232241454765289", account_name: "bot.VDKyGxQvc", display_name: "Bot Tiệm Hoa" };

let disk: InboxOnDisk;

beforeEach(() => {
  disk = new InboxOnDisk();
});
afterEach(() => disk[Symbol.dispose]());

const ownNames = (accountId = "shop") => new OwnNames(disk.ledger(accountId), disk.clock);

const message = (text: string, more: Partial<Envelope> = {}): Envelope => ({
  accountId: "shop",
  messageId: messageId("m1"),
  chat: { id: chatId("zgr-00112233445566778899"), kind: "group" },
  sender: { id: userId("6ede9afa66b88fe6d6a9") },
  text,
  sentAt: 1,
  mentionsSelf: true,
  attachments: [],
  ...more,
});
const textOf = async (names: OwnNames, text: string, more: Partial<Envelope> = {}) =>
  (await names.addressed(message(text, more))).text;

describe("the bot's mention is taken off a group message", () => {
  test("by either of its names, also after a restart in which Zalo has not answered yet", async () => {
    await ownNames().learn(ME);
    disk.restart();
    const names = ownNames();
    expect(await textOf(names, "@Bot Tiệm Hoa /new")).toBe("/new");
    expect(await textOf(names, "@bot.VDKyGxQvc /new")).toBe("/new");
  });

  test("by its old name, too, when it has a new one", async () => {
    const names = ownNames();
    await names.learn(ME);
    await names.learn({ ...ME, display_name: "Bot Hoa Tươi" });
    expect(await textOf(names, "@Bot Hoa Tươi chào")).toBe("chào");
    expect(await textOf(names, "@Bot Tiệm Hoa chào")).toBe("chào");
  });

  test("not by the names of another bot whose token the account had before", async () => {
    const names = ownNames();
    await names.learn(ME);
    await names.learn({ id: "2", display_name: "Bot Phòng Khám" });
    expect(await textOf(names, "@Bot Tiệm Hoa chào")).toBe("@Bot Tiệm Hoa chào");
    expect(await rememberedSelf(disk.ledger("shop"))).toEqual({ id: "2", names: ["Bot Phòng Khám"] });
  });

  test("whenever anybody asks the API who the bot is", async () => {
    const names = ownNames();
    const api = names.learningFrom({ getMe: async () => ME } as unknown as BotApi);
    expect(await api.getMe(new AbortController().signal)).toBe(ME);
    expect(await textOf(names, "@Bot Tiệm Hoa chào")).toBe("chào");
  });
});

describe("what stays", () => {
  test("a direct message, whatever it says", async () => {
    const names = ownNames();
    await names.learn(ME);
    const direct = { chat: { id: chatId("6ede9afa66b88fe6d6a9"), kind: "direct" as const } };
    expect(await textOf(names, "@Bot Tiệm Hoa chào", direct)).toBe("@Bot Tiệm Hoa chào");
  });

  test("a message that is nothing but the mention, so that the agent is called all the same", async () => {
    const names = ownNames();
    await names.learn(ME);
    expect(await textOf(names, "@Bot Tiệm Hoa")).toBe("@Bot Tiệm Hoa");
    const photo = { attachments: [{ kind: "image" as const }] };
    expect(await textOf(names, "@Bot Tiệm Hoa", photo)).toBe("");
  });
});

describe("the very first messages of an account", () => {
  test("wait a moment for Zalo to say who the bot is", async () => {
    const names = ownNames();
    const text = textOf(names, "@Bot Tiệm Hoa chào");
    await names.learn(ME);
    expect(await text).toBe("chào");
  });

  test("go on as they are when it does not say", async () => {
    const text = textOf(ownNames(), "@Bot Tiệm Hoa chào");
    await vi.waitFor(() => expect(disk.clock.sleeping).toBe(1));
    await disk.clock.advance(5_000);
    expect(await text).toBe("@Bot Tiệm Hoa chào");
  });
});
