import { chunkText, TEXT_LIMIT } from "channel-kit/text/chunk";
import { chunkMarkdownTextWithMode } from "openclaw/plugin-sdk/reply-chunking";
import type { Line } from "./line.ts";
import { median } from "./median.ts";
import { growthLine, MEGABYTE, mixedText, throughput } from "./mixed-text.ts";

export const name = "chunker";

const ROUNDS = 7;
/** About what the slower chunker needs for one call, in milliseconds. */
const LEAST_TURN_MS = 200;
/** Our promise against the gateway's own Markdown chunker. */
const LEAST_SPEEDUP = 5;

const BLOCKS = [
  "Phở bò Hà Nội ngon nhất khi nước dùng được ninh từ xương ống suốt đêm, thêm quế, hồi và gừng nướng. ".repeat(
    6,
  ),
  "- Một bát phở tái 🍜\n- Hai ly cà phê sữa đá ☕\n  - ít đường\n  - nhiều đá 🧊\n- Tính tiền giúp em 🙏🏽",
  `\`\`\`typescript\n${'export function chao(ten: string): string {\n  return "Xin chào " + ten;\n}\n\n'.repeat(12)}\`\`\``,
  "Cả nhà 👨‍👩‍👧‍👦 chúc mừng năm mới 🇻🇳🎉! ".repeat(12),
  `https://example.com/${"duong-dan-rat-dai/".repeat(30)}`,
  "Tiếng Việt dạng tổ hợp rời: đường phố đông đúc. ".normalize("NFD").repeat(10),
];

/**
 * Time of one call in milliseconds, from as many calls as fill a turn: a single call of the quick one could
 * slip between the busy moments of the machine that the slow one cannot avoid.
 */
function timeMs(work: () => readonly string[]): number {
  const start = performance.now();
  let calls = 0;
  let elapsed = 0;
  do {
    if (work().length < 2) throw new Error("The text was not cut, so there is nothing to measure.");
    calls += 1;
    elapsed = performance.now() - start;
  } while (elapsed < LEAST_TURN_MS);
  return elapsed / calls;
}

/** Runs the works in turns, so that a slow moment of the machine hits them all; the median time of each. */
function interleaved<Name extends string>(
  works: Record<Name, () => readonly string[]>,
): Record<Name, number> {
  const names = Object.keys(works) as Name[];
  const times = names.map((): number[] => []);
  for (let round = -1; round < ROUNDS; round += 1) {
    names.forEach((each, at) => {
      const ms = timeMs(works[each]);
      // The first round warms up.
      if (round >= 0) times[at]?.push(ms);
    });
  }
  return Object.fromEntries(names.map((each, at) => [each, median(times[at] ?? [])])) as Record<Name, number>;
}

export async function run(): Promise<Line[]> {
  const small = mixedText(BLOCKS, MEGABYTE);
  const large = mixedText(BLOCKS, 4 * MEGABYTE);
  const ms = interleaved({
    ours: () => chunkText(small),
    oursLarge: () => chunkText(large),
    gateway: () => chunkMarkdownTextWithMode(small, TEXT_LIMIT, "length"),
  });
  const speedup = ms.gateway / ms.ours;
  return [
    { label: "channel-kit chunkText, 1 MB", value: throughput(small.length, ms.ours) },
    { label: "channel-kit chunkText, 4 MB", value: throughput(large.length, ms.oursLarge) },
    { label: "gateway chunkMarkdownTextWithMode, 1 MB", value: throughput(small.length, ms.gateway) },
    {
      label: "speed against the gateway's",
      value: `${speedup.toFixed(1)}×`,
      target: { text: `at least ${LEAST_SPEEDUP}×`, met: speedup >= LEAST_SPEEDUP },
    },
    growthLine(
      "time per unit",
      { units: small.length, ms: ms.ours },
      { units: large.length, ms: ms.oursLarge },
    ),
  ];
}
