import type { PersonalContent } from "../world/personal-content.ts";
import type { ContentWire } from "./content-wire.ts";
import { image } from "./contents/image.ts";
import { raw } from "./contents/raw.ts";
import { text } from "./contents/text.ts";

/** Every kind of content, and how it looks on the wire. */
const contents: { [K in PersonalContent["kind"]]: ContentWire<K> } = { text, image, raw };

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
