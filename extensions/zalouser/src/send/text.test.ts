import { expect, test } from "vitest";
import { MemberNames } from "./mentions.ts";
import { formatText } from "./text.ts";

/** The parameters that Zalo is sent, as zca-js 2.2.0 puts them together for a group. */
function paramsOf(message: ReturnType<typeof formatText>[number]): string {
  const { text, styles = [], mentions = [] } = message;
  return JSON.stringify({
    message: text,
    clientId: 1_767_225_600_000,
    imei: "00000000-0000-4000-8000-000000000000-00000000000000000000000000000000",
    ttl: 0,
    visibility: 0,
    grid: "3000000000000000003",
    mentionInfo: JSON.stringify(
      mentions.map(({ start, length, userId }) => ({ pos: start, uid: userId, len: length, type: 0 })),
    ),
    textProperties: JSON.stringify({
      styles: styles.map(({ start, length, style }) => ({ start, len: length, st: style })),
      ver: 0,
    }),
  });
}

const items = (count: number, write: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => write(index)).join("\n");

test.each([
  ["bold words", items(400, (index) => `Món **số ${index}** giá *${index}k*, còn hàng.`)],
  ["a long list", items(1_600, (index) => `- món **thứ ${index}** của tiệm`)],
  ["a numbered list", items(800, (index) => `${index + 1}. khách ${index}`)],
  ["quotation marks", '"'.repeat(9_000)],
  ["one word after another in bold and italic", "**a** *b* ".repeat(900)],
])("O13: of %s no message has more than 2000 units or 4000 of parameters", (_, text) => {
  const messages = formatText(text);
  expect(messages.length).toBeGreaterThan(1);
  for (const message of messages) {
    expect(message.text.length).toBeLessThanOrEqual(2_000);
    expect(paramsOf(message).length).toBeLessThanOrEqual(4_000);
  }
});

test("styles are on their words in every message of a long text", () => {
  const messages = formatText(items(300, (index) => `Dòng ${index} có **chữ${index} đậm** 🍜 và thường.`));
  expect(messages.length).toBeGreaterThan(3);
  const bold = messages.flatMap(({ text, styles = [] }) =>
    styles.map(({ start, length }) => text.slice(start, start + length)),
  );
  expect(bold).toEqual(Array.from({ length: 300 }, (_, index) => `chữ${index} đậm`));
});

test("bold that is cut goes on in the next message", () => {
  const messages = formatText(`**${"đậm ".repeat(800)}hết**`);
  expect(messages.length).toBeGreaterThan(1);
  for (const { text, styles } of messages) {
    expect(styles).toEqual([{ start: 0, length: text.length, style: "b" }]);
  }
});

test("a list whose styles would cost more messages than its marks keeps its marks", () => {
  const messages = formatText(items(300, (index) => `- món ${index}`));
  expect(messages.every(({ styles }) => styles === undefined)).toBe(true);
  expect(messages[0]?.text.startsWith("- món 0\n- món 1\n")).toBe(true);
});

test("numbers are left as they were typed where Zalo would count otherwise", () => {
  expect(formatText("1. một\n2. hai")).toMatchObject([{ text: "một\nhai" }]);
  expect(formatText("3. ba\n4. bốn")).toEqual([{ text: "3. ba\n4. bốn" }]);
  expect(formatText("1. một\n\nnghỉ\n\n2. hai")).toEqual([{ text: "1. một\n\nnghỉ\n\n2. hai" }]);
});

test("the same words without any style go along, for when Zalo refuses the styles", () => {
  expect(formatText("- **phở**\n- bún")).toMatchObject([{ text: "phở\nbún", plain: "- phở\n- bún" }]);
  expect(formatText("phở")).toEqual([{ text: "phở" }]);
});

test("nothing but white space is no message, and accents come composed", () => {
  expect(formatText(" \n\n ")).toEqual([]);
  expect(formatText("Phở".normalize("NFD"))).toEqual([{ text: "Phở".normalize("NFC") }]);
});

test("members are named in the message in which their name stands", () => {
  const names = new MemberNames([{ id: "11", name: "Chị Lan", isFriend: true }], () => {});
  const messages = formatText(`${"Xin chào mọi người. ".repeat(110)}**Gửi** @Chị Lan nhé`, (text) =>
    names.mentionsIn(text),
  );
  expect(messages).toHaveLength(2);
  const [first, last] = messages;
  expect(first?.mentions).toBeUndefined();
  const [mention] = last?.mentions ?? [];
  expect(mention?.userId).toBe("11");
  expect(last?.text.slice(mention?.start, (mention?.start ?? 0) + (mention?.length ?? 0))).toBe("@Chị Lan");
});
