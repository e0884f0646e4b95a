import { useRef, useState } from "preact/hooks";
import { words } from "../../state/preferences.ts";
import { Icon } from "../icon.tsx";

interface Props {
  url: string | null;
  caption: string;
  author: string;
  width?: number | undefined;
  height?: number | undefined;
}

/** A photo in a message; a press shows it large. */
export function Picture({ url, caption, author, width, height }: Props) {
  const large = useRef<HTMLDialogElement>(null);
  const [broken, setBroken] = useState(false);
  const w = words.value;
  if (url === null || broken) {
    return (
      <div class="no-picture">
        <Icon name="photo" />
        <span>{w.noPicture}</span>
      </div>
    );
  }
  const alt = caption === "" ? w.contents.image : caption;
  return (
    <>
      <button
        type="button"
        class="picture"
        aria-label={w.openPicture(author)}
        onClick={() => large.current?.showModal()}
      >
        <img src={url} alt={alt} width={width} height={height} onError={() => setBroken(true)} />
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
