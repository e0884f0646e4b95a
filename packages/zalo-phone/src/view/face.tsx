import { words } from "../state/preferences.ts";

/** Mouth and eyes of the faces that stand for reactions, on a grid of 24. */
const FACES: Readonly<Record<string, string>> = {
  ":>": "M7 13a5 5 0 0 0 10 0zM7 9l3 1M17 9l-3 1",
  ":o": "M12 13a2.500 3 0 1 0 .01 0M8.500 9h.01M15.500 9h.01",
  ":-((": "M8 17a4.500 4.500 0 0 1 8 0M8.500 10h.01M15.500 10h.01M16 12v2",
  ":-h": "M8 17a4.500 4.500 0 0 1 8 0M7 8l3 2M17 8l-3 2M9 11h.01M15 11h.01",
};

const HEART = "M12 20S4 15 4 9.500A4.200 4.200 0 0 1 12 7.500a4.200 4.200 0 0 1 8 2C20 15 12 20 12 20z";
const THUMB = "M4 11h3v9H4zM9 11l4-8c2 0 2.500 1.500 2 4l-.500 3H20l-1.500 10H9z";

/** A reaction as a small drawing, with its name for those who do not see it; a code we have no drawing of as it is. */
export function Face({ icon, quiet = false }: { icon: string; quiet?: boolean }) {
  const name = words.value.reactions[icon];
  const drawn = drawing(icon);
  if (drawn === undefined) return <span class="face-code">{icon}</span>;
  if (quiet) {
    return (
      <svg class="face" viewBox="0 0 24 24" aria-hidden="true">
        {drawn}
      </svg>
    );
  }
  return (
    <svg class="face" viewBox="0 0 24 24" role="img" aria-label={name ?? icon}>
      {drawn}
    </svg>
  );
}

function drawing(icon: string) {
  if (icon === "/-heart") return <path class="face-heart" d={HEART} />;
  if (icon === "/-strong") return <path class="face-thumb" d={THUMB} />;
  const lines = FACES[icon];
  if (lines === undefined) return undefined;
  return (
    <>
      <circle class={icon === ":-h" ? "face-skin face-cross" : "face-skin"} cx="12" cy="12" r="10" />
      <path class="face-lines" d={lines} />
    </>
  );
}

/** The reactions that Zalo offers first. */
export const OFFERED = ["/-heart", "/-strong", ":>", ":o", ":-((", ":-h"] as const;
