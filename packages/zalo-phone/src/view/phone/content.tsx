import { useState } from "preact/hooks";
import type { LineContent, PageLine } from "zalo-simulator/page/line";
import { words } from "../../state/preferences.ts";
import { webAddress } from "../../text/links.ts";
import { plainWords } from "../../text/shown.ts";
import { readStyleRuns } from "../../text/style-runs.ts";
import { readZaloHtml } from "../../text/zalo-html.ts";
import { readZaloMarkdown } from "../../text/zalo-markdown.ts";
import { Icon } from "../icon.tsx";
import { Linked, ShownText } from "../shown-text.tsx";
import { duration, fileSize } from "../when.ts";
import { Picture } from "./picture.tsx";
import { Poll } from "./poll.tsx";
import { Sticker } from "./sticker.tsx";
import { VoicePlayer } from "./voice-player.tsx";

/** Words as Zalo draws them: marked up by a bot, or with the styles of a personal account. */
function Words({ line, text }: { line: PageLine; text: string }) {
  const styles = line.content.kind === "text" ? line.content.styles : [];
  switch (line.parseMode) {
    case "markdown":
      return <ShownText lines={readZaloMarkdown(text)} />;
    case "html":
      return <ShownText lines={readZaloHtml(text)} />;
    default:
      return <ShownText lines={readStyleRuns(text, styles, line.mentions)} />;
  }
}

/** What a message holds. */
export function Content({ line, album }: { line: PageLine; album: readonly PageLine[] }) {
  const { content } = line;
  const w = words.value;
  if (album.length > 1) return <Album pictures={album} />;
  switch (content.kind) {
    case "text":
      return <Words line={line} text={content.text} />;
    case "image":
    case "gif":
      return (
        <>
          <Picture
            url={content.url}
            kind={content.kind}
            caption={content.caption}
            author={line.author.name}
            width={content.width}
            height={content.height}
          />
          {content.caption !== "" && <Words line={line} text={content.caption} />}
        </>
      );
    case "voice":
      return content.url === null ? (
        <Plain icon="voice" title={w.contents.voice} text={w.cannotPlay} />
      ) : (
        <VoicePlayer url={content.url} durationMs={content.durationMs} />
      );
    case "video":
      return <Video line={line} content={content} />;
    case "file":
      return <Attached file={content} />;
    case "sticker":
      return <Sticker url={content.url} />;
    case "link":
      return (
        <>
          {content.text !== "" && content.text !== content.href && <Words line={line} text={content.text} />}
          <Preview link={content} />
        </>
      );
    case "location":
      return <Plain icon="place" title={w.mapAt} text={`${content.latitude}, ${content.longitude}`} />;
    case "card":
      return <Plain icon="person" title={content.name} text={content.phone ?? w.contents.card} />;
    case "poll":
      return <Poll poll={content} />;
    case "todo":
      return <Plain icon="todo" title={w.contents.todo} text={content.text} />;
    case "other":
      return <Plain icon="alert" title={w.contents.other} text={content.what} />;
    default:
      return content satisfies never;
  }
}

function Attached({ file }: { file: LineContent & { kind: "file" } }) {
  const w = words.value;
  const address = file.url ?? webAddress(file.source);
  const about = file.size === undefined ? w.contents.file : fileSize(file.size);
  if (address === undefined) return <Plain icon="file" title={file.name} text={about} />;
  return (
    <a class="file" href={address} download={file.name}>
      <Icon name="file" />
      <span class="file-words">
        <strong>{file.name}</strong>
        <span>
          {about} · {w.download}
        </span>
      </span>
    </a>
  );
}

/** What a link leads to; no link at all when that is no page of the web. */
function Preview({ link }: { link: LineContent & { kind: "link" } }) {
  const address = webAddress(link.href);
  const shown = (
    <>
      {link.thumb !== null && <img src={link.thumb} alt="" />}
      <strong>{link.title || link.href}</strong>
      {link.description !== "" && <span>{link.description}</span>}
    </>
  );
  if (address === undefined) return <div class="link">{shown}</div>;
  return (
    <a class="link" href={address} target="_blank" rel="noreferrer">
      {shown}
    </a>
  );
}

/** Pictures that were sent together, side by side. */
function Album({ pictures }: { pictures: readonly PageLine[] }) {
  const described = pictures.find(({ content }) => content.kind === "image" && content.caption !== "");
  return (
    <>
      <div class="album" data-pictures={Math.min(pictures.length, ALBUM_COLUMNS)}>
        {pictures.map(({ id, content, author }) =>
          content.kind === "image" ? (
            <Picture key={id} url={content.url} kind="image" caption={content.caption} author={author.name} />
          ) : null,
        )}
      </div>
      {described?.content.kind === "image" && <Words line={described} text={described.content.caption} />}
    </>
  );
}

/** Pictures of an album beside one another. */
const ALBUM_COLUMNS = 3;

function Video({ line, content }: { line: PageLine; content: LineContent & { kind: "video" } }) {
  const w = words.value;
  const [broken, setBroken] = useState(false);
  const { url, thumb, durationMs, width, height, caption } = content;
  const about = [
    durationMs === undefined ? undefined : duration(durationMs),
    width === undefined || height === undefined ? undefined : `${width} × ${height}`,
  ].filter((text) => text !== undefined);
  return (
    <>
      {url === null || broken ? (
        <div class="video-place">
          {thumb !== null && <img src={thumb} alt="" />}
          <span class="video-words">
            <Icon name="play" />
            {w.contents.video}. {w.cannotPlay}
          </span>
        </div>
      ) : (
        <video
          src={url}
          controls
          preload="metadata"
          aria-label={w.contents.video}
          width={width}
          height={height}
          onError={() => setBroken(true)}
          {...(thumb === null ? {} : { poster: thumb })}
        />
      )}
      {about.length > 0 && <p class="about-file">{about.join(" · ")}</p>}
      {caption !== "" && <Words line={line} text={caption} />}
    </>
  );
}

function Plain({
  icon,
  title,
  text,
}: {
  icon: Parameters<typeof Icon>[0]["name"];
  title: string;
  text: string;
}) {
  return (
    <div class="file">
      <Icon name={icon} />
      <span class="file-words">
        <strong>{title}</strong>
        <span>
          <Linked text={text} />
        </span>
      </span>
    </div>
  );
}

/** A message in a few words, for lists, quotes and labels. */
export function shortly(kind: LineContent["kind"] | undefined, text: string): string {
  const plain = text.replace(/\s+/g, " ").trim();
  if (kind === undefined || kind === "text") return plain;
  const name = words.value.contents[kind];
  return plain === "" ? `[${name}]` : `[${name}] ${plain}`;
}

/** What was written, without the markup that a bot has put into it. */
export function withoutMarks(text: string, parseMode: string | undefined): string {
  if (parseMode === "markdown") return plainWords(readZaloMarkdown(text));
  return parseMode === "html" ? plainWords(readZaloHtml(text)) : text;
}

/** The words of a content, as they were written. */
export function wordsOf(content: LineContent): string {
  switch (content.kind) {
    case "text":
    case "todo":
      return content.text;
    case "image":
    case "gif":
    case "video":
      return content.caption;
    case "file":
      return content.name;
    case "link":
      return content.text || content.title || content.href;
    case "poll":
      return content.question;
    case "card":
      return content.name;
    default:
      return "";
  }
}
