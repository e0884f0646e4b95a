import { ALL_UID, type Conversation, type PersonalMessage } from "../world/conversation.ts";
import type { PersonalContent } from "../world/personal-content.ts";
import type { LineContent, LineQuote, PageLine, PollOption } from "./line.ts";
import type { Viewer } from "./viewer.ts";

/** A message between people, or of a bot in a group, as its reader has it. */
export function personalLine(viewer: Viewer, message: PersonalMessage): PageLine {
  const { from, conversation, quote } = message;
  const own = from.uid === viewer.person.uid;
  const bots = viewer.world.botsWords(message.msgId);
  const kept = bots === undefined ? undefined : viewer.keptOf(bots.messageId);
  return {
    id: message.msgId,
    at: message.at,
    author: viewer.author(from),
    own,
    content: drawn(viewer, message.content, kept),
    mentions: message.mentions.map(({ uid, pos, len }) => ({
      id: uid === ALL_UID ? "all" : viewer.idOf(uid),
      pos,
      len,
    })),
    ...(quote === undefined ? {} : { quote: quoted(viewer, quote, conversation) }),
    reactions: message.reactions.map(({ uid, name, icon }) => ({ id: viewer.idOf(uid), name, icon })),
    recalled: message.recalled,
    delivered: viewer.others(message.deliveredTo, from),
    seen: viewer.others(message.seenBy, from),
    ...(bots?.parseMode === undefined ? {} : { parseMode: bots.parseMode }),
    can: { quote: true, react: true, recall: own && !message.recalled, receipts: true },
  };
}

/** Whether a message is on this person's phone. */
export const isOn = ({ hiddenFor }: PersonalMessage, uid: string): boolean => !hiddenFor.includes(uid);

function quoted(
  viewer: Viewer,
  { msgId, ownerUid, text, content }: NonNullable<PersonalMessage["quote"]>,
  { members }: Conversation,
): LineQuote {
  const bot = viewer.world.bot(ownerUid);
  const owner =
    members.find(({ uid }) => uid === ownerUid) ??
    (bot === undefined ? undefined : { uid: bot.id, name: bot.name });
  return {
    id: msgId,
    ...(owner === undefined ? {} : { author: viewer.author(owner) }),
    text,
    ...(content === undefined ? {} : { kind: drawn(viewer, content).kind }),
    ...defined({ parseMode: viewer.world.botsWords(msgId)?.parseMode }),
  };
}

/** What a phone draws for it; `kept` is where the phone has put the file, when not at its own address. */
export function drawn(viewer: Viewer, content: PersonalContent, kept?: string): LineContent {
  switch (content.kind) {
    case "text":
      return { kind: "text", text: content.text, styles: content.styles ?? [] };
    case "image":
    case "gif": {
      const { kind, url, caption = "", ...rest } = content;
      const { width, height } = rest;
      const album = "album" in rest ? rest.album : undefined;
      return {
        kind,
        ...viewer.file(url, kept),
        caption,
        ...defined({ width, height }),
        ...(kind === "image" ? defined({ album }) : {}),
      };
    }
    case "doodle":
      return { kind: "image", ...viewer.file(content.url), caption: "" };
    case "voice": {
      const { url, m4aUrl, durationMs } = content;
      const best = m4aUrl === undefined ? viewer.file(url) : viewer.file(m4aUrl);
      return { kind: "voice", ...(best.url === null ? viewer.file(url) : best), ...defined({ durationMs }) };
    }
    case "video": {
      const { url, thumbUrl, caption = "", durationMs, width, height } = content;
      const thumb = thumbUrl === undefined ? null : viewer.file(thumbUrl).url;
      return {
        kind: "video",
        ...viewer.file(url),
        caption,
        thumb,
        ...defined({ durationMs, width, height }),
      };
    }
    case "file":
      return {
        kind: "file",
        ...viewer.file(content.url),
        name: content.name,
        ...defined({ size: content.size }),
      };
    case "sticker":
      return { kind: "sticker", id: String(content.id), url: null, source: "" };
    case "link": {
      const { url: href, title = "", description = "", text = "", thumbUrl } = content;
      const thumb = thumbUrl === undefined ? null : viewer.file(thumbUrl).url;
      return { kind: "link", href, title, description, text, thumb };
    }
    case "location":
      return content;
    case "card": {
      const { uid, name, phone } = content;
      const person = viewer.world.personByUid(uid);
      return { kind: "card", name, ...defined({ phone, id: person?.id }) };
    }
    case "poll":
      return drawnPoll(viewer, content);
    case "todo":
      return content;
    case "webcontent":
      return { kind: "other", what: content.action };
    case "raw":
      return { kind: "other", what: content.msgType };
    default:
      return content satisfies never;
  }
}

function drawnPoll(viewer: Viewer, content: Extract<PersonalContent, { kind: "poll" }>): LineContent {
  const { pollId, question, options } = content;
  const poll = viewer.world.polls.get(pollId);
  const votes = [...(poll?.votes ?? [])];
  const counted = (text: string, at: number): PollOption => {
    const voters = votes.filter(([, chosen]) => chosen.includes(at + 1)).map(([voter]) => voter);
    return { text, votes: voters.length, own: voters.includes(viewer.person) };
  };
  return {
    kind: "poll",
    pollId,
    question,
    options: (poll?.options ?? options).map(counted),
    closed: poll !== undefined && viewer.world.polls.isOver(poll),
    allowsSeveral: poll?.allowsSeveral ?? false,
  };
}

/** The fields that are there. */
export function defined<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const there = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(there) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
