/** Drawings of our own, on a grid of 24; strokes take the colour of the text around them. */
const PATHS = {
  back: "M15 5l-7 7 7 7",
  send: "M4 12l16-8-6 16-3-7z",
  attach: "M12 5v14M5 12h14",
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l5 5",
  qr: "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2h-2zM18 14h2v2h-2zM14 18h2v2h-2zM18 18h2v2h-2z",
  photo: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M9 9h.01",
  voice: "M12 3a3 3 0 0 1 3 3v6a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM5 11a7 7 0 0 0 14 0M12 18v3",
  file: "M6 3h8l5 5v13H6zM14 3v5h5",
  sticker: "M5 4h14v10l-5 6H5zM14 20v-6h5M9 9h.01M14 9h.01M9 13c1.500 1.500 3.500 1.500 5 0",
  reply: "M10 6l-6 6 6 6M4 12h9c4 0 7 2 7 6",
  copy: "M8 8h12v12H8zM16 8V4H4v12h4",
  recall: "M4 7h11a5 5 0 0 1 0 10H8M4 7l4-4M4 7l4 4",
  more: "M6 12h.01M12 12h.01M18 12h.01",
  close: "M6 6l12 12M18 6L6 18",
  play: "M8 5l11 7-11 7z",
  pause: "M8 5v14M16 5v14",
  down: "M12 5v14M6 13l6 6 6-6",
  link: "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
  place: "M12 21s7-6.500 7-12a7 7 0 0 0-14 0c0 5.500 7 12 7 12zM12 7a2 2 0 1 0 0 4 2 2 0 0 0 0-4z",
  person: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 21c0-5 4-7 8-7s8 2 8 7",
  group:
    "M9 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM3 19c0-4 3-5.500 6-5.500s6 1.500 6 5.500M16 5.500a3 3 0 0 1 0 5.500M17.500 13.700c2 .600 3.500 2 3.500 5.300",
  bot: "M5 9h14v10H5zM12 9V5M12 4h.01M9 13v2M15 13v2M2 13v3M22 13v3",
  poll: "M5 20V10M12 20V4M19 20v-7",
  todo: "M4 5h16v14H4zM8 12l3 3 5-6",
  phone: "M7 2h10v20H7zM11 18h2",
  tools: "M4 7h10M18 7h2M14 5v4M4 17h2M10 17h10M6 15v4",
  alert: "M12 4l9 16H3zM12 10v4M12 17h.01",
  clock: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v4l3 2",
  check: "M5 12l5 5 9-10",
} as const;

export type IconName = keyof typeof PATHS;

/** A picture beside words, or in a button that has a label: never the only thing that says something. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
