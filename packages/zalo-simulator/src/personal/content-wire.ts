import type { PersonalContent } from "../world/personal-content.ts";

type Kind = PersonalContent["kind"];

/** One kind of content in the words of the personal protocol. */
export interface ContentWire<K extends Kind> {
  msgType(content: Extract<PersonalContent, { kind: K }>): string;
  /** The number that a quote of it carries as `cliMsgType`. */
  quoteType: number;
  /** What clients find as `content`. */
  toWire(content: Extract<PersonalContent, { kind: K }>): unknown;
  propertyExt?(content: Extract<PersonalContent, { kind: K }>): object;
}
