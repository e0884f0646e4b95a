import type { MessageText } from "channel-kit/answer/answer-record";
import { TEXT_LIMIT } from "channel-kit/text/chunk";
import { readMarkdown } from "channel-kit/text/markdown";
import { chunkStyled } from "channel-kit/text/styled-chunks";
import type { StyledText } from "channel-kit/text/styled-text";
import type { Format } from "../config/schema.ts";
import { toZaloMarkdown } from "./zalo-markdown.ts";

/**
 * What an agent, a tool or an operator wrote as Markdown, as messages that Zalo takes: 1 to 2000 characters, or
 * to a smaller limit, counted as UTF-16 units, markup included. With `plain`, and where there is nothing to mark up, a message is
 * text alone.
 */
export function formatText(text: string, format: Format, limit = TEXT_LIMIT): MessageText[] {
  const styled = readMarkdown(text);
  // Each piece is written once, although its length is asked for before its form.
  const written = new Map<StyledText, string | undefined>();
  const pieces = chunkStyled(format === "plain" ? { text: styled.text, ranges: [] } : styled, {
    limit,
    wireLength: (piece) => {
      const markdown = toZaloMarkdown(piece);
      written.set(piece, markdown);
      return (markdown ?? piece.text).length;
    },
  });
  return pieces.map((piece) => {
    const markdown = written.get(piece);
    return markdown === undefined ? piece.text : { text: markdown, plain: piece.text };
  });
}
