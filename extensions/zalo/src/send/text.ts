import type { MessageText } from "channel-kit/answer/answer-record";
import { TEXT_LIMIT } from "channel-kit/text/chunk";
import { readMarkdown } from "channel-kit/text/markdown";
import { chunkStyled } from "channel-kit/text/styled-chunks";
import type { Format } from "../config/schema.ts";
import { toZaloMarkdown } from "./zalo-markdown.ts";

/**
 * What an agent, a tool or an operator wrote as Markdown, as messages that Zalo takes: 1 to 2000 characters,
 * counted as UTF-16 units, markup included. With `plain`, and where there is nothing to mark up, a message is
 * text alone.
 */
export function formatText(text: string, format: Format): MessageText[] {
  const styled = readMarkdown(text);
  if (format === "plain") {
    const plain = { text: styled.text, ranges: [] };
    return chunkStyled(plain, { limit: TEXT_LIMIT, wireLength: (piece) => piece.text.length }).map(
      (piece) => piece.text,
    );
  }
  const pieces = chunkStyled(styled, {
    limit: TEXT_LIMIT,
    wireLength: (piece) => (toZaloMarkdown(piece) ?? piece.text).length,
  });
  return pieces.map((piece) => {
    const markdown = toZaloMarkdown(piece);
    return markdown === undefined ? piece.text : { text: markdown, plain: piece.text };
  });
}
