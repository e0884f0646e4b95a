import { useState } from "preact/hooks";
import { words } from "../../state/preferences.ts";

/** A picture smaller than this shows nobody anything, in pixels: the simulator's sample is one. */
const TOO_SMALL = 4;

/** A sticker; a drawing of our own stands in for one that is not to be had. */
export function Sticker({ url }: { url: string | null }) {
  const [missing, setMissing] = useState(false);
  const name = words.value.contents.sticker;
  if (url !== null && !missing) {
    return (
      <img
        class="sticker"
        src={url}
        alt={name}
        onError={() => setMissing(true)}
        onLoad={({ currentTarget }) => setMissing(currentTarget.naturalWidth < TOO_SMALL)}
      />
    );
  }
  return (
    <svg class="sticker" viewBox="0 0 120 120" role="img" aria-label={name}>
      <path class="sticker-leaf" d="M60 30c-2-14 6-22 20-24-1 14-8 22-20 24z" />
      <circle class="sticker-body" cx="60" cy="68" r="44" />
      <circle class="sticker-cheek" cx="34" cy="78" r="7" />
      <circle class="sticker-cheek" cx="86" cy="78" r="7" />
      <path class="sticker-line" d="M40 62c3-6 9-6 12 0M68 62c3-6 9-6 12 0M46 80c8 12 20 12 28 0" />
    </svg>
  );
}
