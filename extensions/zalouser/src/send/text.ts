import type { OutgoingText } from "channel-kit/answer/answer-record";
import { TEXT_LIMIT } from "channel-kit/text/chunk";
import { readMarkdown } from "channel-kit/text/markdown";
import { chunkStyled } from "channel-kit/text/styled-chunks";
import type { StyledText } from "channel-kit/text/styled-text";
import type { Mention } from "./mentions.ts";
import { type DrawnLists, keepsNumbers, toZaloText, type ZaloText } from "./zalo-styles.ts";

/**
 * Most characters of a message's parameters as JSON. Zalo counts the styles, too; the number is what other users of
 * the web protocol have found, and Zalo documents none.
 */
const PARAMS_LIMIT = 4_000;
/** What the parameters hold besides the text and what is said about it: ids, times and names of fields. */
const PARAMS_OVERHEAD = 300;

const ALL_DRAWN: DrawnLists = { bullets: true, numbers: true };
const BULLETS_DRAWN: DrawnLists = { bullets: true, numbers: false };
const NONE_DRAWN: DrawnLists = { bullets: false, numbers: false };

/**
 * What an agent, a tool or an operator wrote as Markdown, as messages that Zalo takes: at most 2000 UTF-16 units
 * each, and no more parameters than Zalo accepts. `mentionsIn` finds whom a message names. Takes time in proportion
 * to the text.
 */
export function formatText(
  text: string,
  mentionsIn: (text: string) => readonly Mention[] = () => [],
): OutgoingText[] {
  const styled = readMarkdown(text.normalize("NFC"));
  return chosenCut(styled, mentionsIn).map((piece) => {
    const { message, plain } = piece;
    return {
      text: message.text,
      ...(message.styles.length === 0 ? {} : { plain, styles: message.styles }),
      ...(message.mentions.length === 0 ? {} : { mentions: message.mentions }),
    };
  });
}

/** Lists are drawn unless that takes more messages than leaving their marks in the text. */
function chosenCut(styled: StyledText, mentionsIn: (text: string) => readonly Mention[]): Cut[] {
  const fewest = fewestMessages(styled, NONE_DRAWN);
  const fewestDrawn = fewestMessages(styled, BULLETS_DRAWN);
  let typed = fewestDrawn > fewest ? cut(styled, NONE_DRAWN, mentionsIn) : undefined;
  if (typed !== undefined && typed.length < fewestDrawn) return typed;
  const all = cut(styled, ALL_DRAWN, mentionsIn);
  const drawn = all.every(({ source }) => keepsNumbers(source))
    ? all
    : cut(styled, BULLETS_DRAWN, mentionsIn);
  if (drawn.length <= Math.max(fewest, 1)) return drawn;
  typed ??= cut(styled, NONE_DRAWN, mentionsIn);
  return typed.length < drawn.length ? typed : drawn;
}

/**
 * So many messages a text takes at least, wherever it is cut: found without cutting it, which takes many times as long.
 */
function fewestMessages(styled: StyledText, drawn: DrawnLists): number {
  const { text, styles } = toZaloText(styled, drawn);
  // A cut loses the white space around it.
  let lost = 1;
  for (const [white] of text.matchAll(/\s{2,}/g)) lost = Math.max(lost, white.length);
  let params = text.length;
  // An offset within its message may have one digit, and the first item may not know how deep it stands.
  for (const { style } of styles) if (!style.startsWith("ind_")) params += STYLE_COST + 2 + style.length;
  const messages = (length: number, room: number) => Math.ceil((length + lost) / (room + lost));
  return Math.max(messages(text.length, TEXT_LIMIT), messages(params, PARAMS_LIMIT - PARAMS_OVERHEAD));
}

interface Message extends ZaloText {
  mentions: readonly Mention[];
}

interface Cut {
  source: StyledText;
  message: Message;
  /** The same without styles, its lists with their marks. */
  plain: string;
}

function cut(styled: StyledText, drawn: DrawnLists, mentionsIn: (text: string) => readonly Mention[]): Cut[] {
  // Each piece is written once, although its length is asked for before its form.
  const written = new Map<StyledText, Message>();
  const write = (source: StyledText): Message => {
    const known = written.get(source);
    if (known !== undefined) return known;
    const made = toZaloText(source, drawn);
    const message = { ...made, mentions: mentionsIn(made.text) };
    written.set(source, message);
    return message;
  };
  const pieces = chunkStyled(styled, {
    limit: TEXT_LIMIT,
    // One measure for both limits, because they are compared with one number.
    wireLength: (source) => {
      const message = write(source);
      return Math.max(message.text.length, Math.ceil((paramsLength(message) * TEXT_LIMIT) / PARAMS_LIMIT));
    },
  });
  return pieces.map((source) => ({ source, message: write(source), plain: source.text.trim() }));
}

/** About as many characters as the message's parameters have as JSON, counted without writing them. */
function paramsLength({ text, styles, mentions }: Message): number {
  let length = PARAMS_OVERHEAD + JSON.stringify(text).length;
  for (const { start, length: run, style } of styles) {
    length += STYLE_COST + digitsOf(start) + digitsOf(run) + style.length;
  }
  for (const { start, length: run, userId } of mentions) {
    length += MENTION_COST + digitsOf(start) + digitsOf(run) + userId.length;
  }
  return length;
}

/** What JSON within JSON costs beside the values: every quotation mark in it takes two characters. */
const STYLE_COST = String.raw`{\"start\":,\"len\":,\"st\":\"\"},`.length;
const MENTION_COST = String.raw`{\"pos\":,\"uid\":\"\",\"len\":,\"type\":0},`.length;

const digitsOf = (value: number): number => String(value).length;
