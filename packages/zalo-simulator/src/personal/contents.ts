import type { PersonalContent } from "../world/personal-content.ts";
import type { ContentWire } from "./content-wire.ts";
import { card } from "./contents/card.ts";
import { doodle } from "./contents/doodle.ts";
import { file } from "./contents/file.ts";
import { gif } from "./contents/gif.ts";
import { image } from "./contents/image.ts";
import { link } from "./contents/link.ts";
import { location } from "./contents/location.ts";
import { poll } from "./contents/poll.ts";
import { raw } from "./contents/raw.ts";
import { sticker } from "./contents/sticker.ts";
import { text } from "./contents/text.ts";
import { todo } from "./contents/todo.ts";
import { video } from "./contents/video.ts";
import { voice } from "./contents/voice.ts";
import { webcontent } from "./contents/webcontent.ts";

/** Every kind of content, and how it looks on the wire. */
const contents: { [K in PersonalContent["kind"]]: ContentWire<K> } = {
  card,
  doodle,
  file,
  gif,
  image,
  link,
  location,
  poll,
  raw,
  sticker,
  text,
  todo,
  video,
  voice,
  webcontent,
};

export interface WireContent {
  msgType: string;
  content: unknown;
  quoteType: number;
  propertyExt: object | undefined;
}

/** A content in its wire form. */
export function toWireContent<K extends PersonalContent["kind"]>(
  content: Extract<PersonalContent, { kind: K }>,
): WireContent {
  const wire: ContentWire<K> = contents[content.kind as K];
  return {
    msgType: wire.msgType(content),
    content: wire.toWire(content),
    quoteType: wire.quoteType,
    propertyExt: wire.propertyExt?.(content),
  };
}
