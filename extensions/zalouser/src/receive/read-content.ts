import type { Attachment, AttachmentKind } from "channel-kit/envelope/envelope";
import type { JsonObject, WireMessage } from "../session/port.ts";
import { firstText, objectIn, textOf } from "./json-parts.ts";

/** What a message says in words, and what came with it. */
export interface Content {
  text: string;
  attachments: readonly Attachment[];
  /** False for kinds of messages that nobody here knows. */
  isKnown: boolean;
}

type Read = (content: JsonObject, params: JsonObject | undefined) => Omit<Content, "isKnown">;

/**
 * How the content of each kind of message is read (zca-js 2.2.0 message models; forms that live traffic showed others).
 * Where a kind has words and a file, the words are the person's; what stands for a thing that cannot be shown is in
 * brackets, as placeholders are.
 */
const READERS: Readonly<Record<string, Read>> = {
  "chat.photo": (content, params) =>
    file("image", textOf(params, "hd") ?? firstText(content, "href", "normalUrl", "thumb"), caption(content)),
  "chat.doodle": (content) => file("image", firstText(content, "href", "thumb"), caption(content)),
  "chat.gif": (content) => file("image", firstText(content, "href", "thumb"), caption(content)),
  "chat.voice": (content, params) => file("voice", textOf(params, "m4a") ?? textOf(content, "href"), ""),
  "chat.video.msg": (content) => file("video", textOf(content, "href"), caption(content)),
  "share.file": (content) => file("file", textOf(content, "href"), "", textOf(content, "title")),
  "chat.sticker": (content) => sticker(content),
  "chat.location.new": (content, params) => words(location(content, params)),
  "chat.link": (content) => words(link(content)),
  "chat.recommended": (content) => words(contactCard(content) ?? link(content)),
  "chat.todo": (content, params) =>
    words(bracketed("to-do", textOf(objectIn(params?.["item"]), "content") ?? textOf(content, "title"))),
  "group.poll": (content, params) =>
    words(
      bracketed(
        "poll",
        textOf(objectIn(params?.["customMsg"]), "title") ??
          textOf(params, "question") ??
          textOf(content, "title"),
      ),
    ),
  "chat.webcontent": (content) => words(card(content)),
};

/** Every kind of message whose content is understood. */
export const KNOWN_KINDS: readonly string[] = ["webchat", ...Object.keys(READERS)];

/** Reads what a message says. Never throws; a message of an unknown kind is said to be one. */
export function readContent({ msgType, content }: Pick<WireMessage, "msgType" | "content">): Content {
  const read = Object.hasOwn(READERS, msgType) ? READERS[msgType] : undefined;
  const parts =
    read === undefined && typeof content === "string" ? undefined : objectIn(content ?? undefined);
  if (read !== undefined && parts !== undefined) {
    return { ...read(parts, objectIn(parts["params"])), isKnown: true };
  }
  if (msgType === "webchat") return { ...webchat(content, parts), isKnown: true };
  const said = typeof content === "string" ? content.trim() : describe(parts);
  const placeholder = `[message of the kind ${shown(msgType)}]`;
  return { ...words([placeholder, said].filter(Boolean).join("\n")), isKnown: read !== undefined };
}

/** Plain words; a link with a preview comes under the same name, as an object. */
function webchat(content: WireMessage["content"], parts: JsonObject | undefined): Omit<Content, "isKnown"> {
  return words(typeof content === "string" ? content : parts === undefined ? "" : link(parts));
}

const words = (text: string): Omit<Content, "isKnown"> => ({ text, attachments: [] });

function file(
  kind: AttachmentKind,
  url: string | undefined,
  text: string,
  name?: string,
): Omit<Content, "isKnown"> {
  const attachment: Attachment = {
    kind,
    ...(url === undefined ? {} : { url }),
    ...(name === undefined ? {} : { name }),
  };
  return { text, attachments: [attachment] };
}

const caption = (content: JsonObject): string => textOf(content, "title") ?? "";

function sticker(content: JsonObject): Omit<Content, "isKnown"> {
  const id = textOf(content, "id");
  const category = firstText(content, "catId", "cateId");
  const type = textOf(content, "type");
  // As the agent has to name it to send it back.
  const name = [id, category, type].filter((part) => part !== undefined).join(":");
  return { text: "", attachments: [{ kind: "sticker", ...(name === "" ? {} : { name }) }] };
}

function location(content: JsonObject, params: JsonObject | undefined): string {
  const latitude = textOf(params, "latitude") ?? textOf(content, "latitude");
  const longitude = textOf(params, "longitude") ?? textOf(content, "longitude");
  const named = lines(textOf(content, "title"), textOf(content, "description"));
  if (latitude === undefined || longitude === undefined) return lines("[location]", named);
  const place = `${latitude},${longitude}`;
  return lines(
    `[location: ${latitude}, ${longitude}]`,
    named,
    `https://www.google.com/maps?q=${encodeURIComponent(place)}`,
  );
}

function link(content: JsonObject): string {
  const href = textOf(content, "href");
  const title = textOf(content, "title");
  // What a person wrote around the address stands in the title, with the address.
  if (href !== undefined && title?.includes(href)) return lines(title, textOf(content, "description"));
  return lines(title, href, textOf(content, "description"));
}

/** A person's card: the description then holds the phone number, in JSON. */
function contactCard(content: JsonObject): string | undefined {
  const about = objectIn(content["description"]);
  if (about === undefined) return undefined;
  const phone = textOf(about, "phone");
  const name = textOf(content, "title");
  const said = [name, phone].filter((part) => part !== undefined).join(", ");
  return lines(bracketed("contact card", said === "" ? undefined : said), textOf(about, "caption"));
}

/** A card of Zalo's own making, such as a bank account. */
function card(content: JsonObject): string {
  const kind = textOf(content, "action");
  const what = kind?.endsWith("bankcard")
    ? "bank card"
    : kind === undefined
      ? "card"
      : `card: ${shown(kind)}`;
  return lines(`[${what}]`, describe(content));
}

const describe = (content: JsonObject | undefined): string =>
  lines(textOf(content, "title"), plain(textOf(content, "description")), textOf(content, "href"));

/** A description that is meant for programs says nothing to anybody. */
const plain = (text: string | undefined): string | undefined =>
  text === undefined || objectIn(text) !== undefined ? undefined : text;

const bracketed = (what: string, said: string | undefined): string =>
  said === undefined ? `[${what}]` : `[${what}: ${said}]`;

const lines = (...parts: (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined && part !== "").join("\n");

const shown = (name: string): string => name.slice(0, 60).replaceAll(/[^\w.-]/g, "?");
