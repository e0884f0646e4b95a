import type { Bot } from "../world/bot.ts";
import type { BotMessage, Chat, ChatLine } from "../world/chat.ts";
import { type Content, wordsOf } from "../world/content.ts";
import type { LineContent, LineQuote, PageLine } from "./line.ts";
import type { Viewer } from "./viewer.ts";

/** How far back an answered message is looked for. */
const QUOTE_REACH = 1000;

/** A message in somebody's direct chat with a bot, as they have it on their phone. */
export function botLine(viewer: Viewer, bot: Bot, chat: Chat, line: ChatLine): PageLine {
  const { messageId: id, at } = line.message;
  const common = {
    id,
    at,
    mentions: [],
    reactions: [],
    recalled: false,
    delivered: [],
    seen: [],
    can: { quote: true, react: false, recall: false, receipts: false },
  };
  if (line.from === "person") {
    const { content, replyTo } = line.message;
    return {
      ...common,
      ...authorOf(viewer, bot, line),
      content: drawnForBot(viewer, content),
      ...(replyTo === undefined ? {} : { quote: quoted(viewer, bot, chat, replyTo) }),
    };
  }
  const { parseMode } = line.message;
  return {
    ...common,
    ...authorOf(viewer, bot, line),
    content: drawnOfBot(viewer, line.message),
    ...(parseMode === undefined ? {} : { parseMode }),
  };
}

/** The words of a line, raw; empty for kinds without words. */
export const wordsOfChatLine = (line: ChatLine): string =>
  line.from === "bot" ? line.message.text : wordsOf(line.message.content);

export const drawnChatLine = (viewer: Viewer, line: ChatLine): LineContent =>
  line.from === "bot" ? drawnOfBot(viewer, line.message) : drawnForBot(viewer, line.message.content);

function authorOf({ person }: Viewer, bot: Bot, { from }: ChatLine): Pick<PageLine, "author" | "own"> {
  if (from === "bot") return { author: { id: bot.id, name: bot.name, kind: "bot" }, own: false };
  return { author: { id: person.id, name: person.name, kind: "person" }, own: true };
}

function quoted(viewer: Viewer, bot: Bot, { lines }: Chat, id: string): LineQuote {
  const line = lines.slice(-QUOTE_REACH).findLast(({ message }) => message.messageId === id);
  if (line === undefined) return { id, text: "" };
  const { author } = authorOf(viewer, bot, line);
  const parseMode = line.from === "bot" ? line.message.parseMode : undefined;
  const { kind } = drawnChatLine(viewer, line);
  return { id, author, text: wordsOfChatLine(line), kind, ...(parseMode === undefined ? {} : { parseMode }) };
}

function drawnForBot(viewer: Viewer, content: Content): LineContent {
  switch (content.kind) {
    case "text":
      return { kind: "text", text: content.text, styles: [] };
    case "image":
      return { kind: "image", ...viewer.file(content.url), caption: content.caption ?? "" };
    case "sticker":
      return { kind: "sticker", id: content.id, ...viewer.file(content.url ?? "") };
    case "voice":
      return { kind: "voice", ...viewer.file(content.url) };
    case "unsupported":
      return { kind: "other", what: "unsupported" };
    case "unknown":
      return { kind: "other", what: content.eventName };
    default:
      return content satisfies never;
  }
}

/** What the reader has is what their phone got, not what the bot's own server would say today. */
function drawnOfBot(viewer: Viewer, { messageId, kind, text, params }: BotMessage): LineContent {
  const got = (source: unknown) => ({ url: viewer.keptOf(messageId) ?? null, source: String(source) });
  switch (kind) {
    case "text":
      return { kind, text, styles: [] };
    case "photo":
      return { kind: "image", ...got(params["photo"]), caption: text };
    case "voice":
      return { kind, ...got(params["voice_url"]) };
    case "sticker":
      return { kind, id: String(params["sticker"]), url: null, source: "" };
    default:
      return kind satisfies never;
  }
}
