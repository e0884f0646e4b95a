import { useRef, useState } from "preact/hooks";
import { words } from "../../state/preferences.ts";
import { Icon } from "../icon.tsx";

interface Props {
  url: string | null;
  kind: "image" | "gif";
  caption: string;
  author: string;
  width?: number | undefined;
  height?: number | undefined;
}

/** A photo in a message; a press shows it large. */
export function Picture({ url, kind, caption, author, width, height }: Props) {
  const large = useRef<HTMLDialogElement>(null);
  const [broken, setBroken] = useState(false);
  const w = words.value;
  if (url === null || broken) {
    return (
      <div class="no-picture">
        <Icon name="photo" />
        <span>
          {w.noPicture}
          {width !== undefined && height !== undefined && ` ${width} × ${height}`}
        </span>
      </div>
    );
  }
  const alt = caption === "" ? w.contents[kind] : caption;
  return (
    <>
      <button
        type="button"
        class="picture"
        aria-label={kind === "gif" ? `GIF. ${w.openPicture(author)}` : w.openPicture(author)}
        onClick={() => large.current?.showModal()}
      >
        <img src={url} alt={alt} width={width} height={height} onError={() => setBroken(true)} />
        {kind === "gif" && (
          <span class="picture-kind" aria-hidden="true">
            GIF
          </span>
        )}
      </button>
      <dialog ref={large} class="lightbox" aria-label={alt}>
        <form method="dialog">
          <button type="submit" class="round">
            <Icon name="close" />
            <span class="unseen">{w.close}</span>
          </button>
        </form>
        <img src={url} alt={alt} />
      </dialog>
    </>
  );
}
