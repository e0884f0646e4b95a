import { TEXT_LIMIT } from "channel-kit/text/chunk";
import { readMarkdown } from "channel-kit/text/markdown";
import { chunkStyled } from "channel-kit/text/styled-chunks";
import { formatText } from "../../extensions/zalo/src/send/text.ts";
import type { Line } from "./line.ts";

export const name = "markdown";

const MEGABYTE = 1_000_000;
const ROUNDS = 5;
/** Time per unit may grow by this factor from the small text to the large one: noise, not a curve. */
const MOST_GROWTH = 1.5;

const BLOCKS = [
  "## Thực đơn **hôm nay**",
  "Phở bò *Hà Nội* ngon nhất khi nước dùng được ninh **suốt đêm**, thêm `quế`, hồi và gừng ~~nướng~~. ".repeat(
    6,
  ),
  "- **Phở tái** 🍜\n- Hai ly [cà phê](https://quan.vn/ca_phe_sua)\n  - ít đường\n1. một\n2. hai",
  "| Món | Cỡ | Giá |\n|---|---|---|\n| Phở | lớn | 50k |\n| Bún | nhỏ | 40k |",
  `\`\`\`ts\n${'export function chao(ten: string): string {\n  return "Xin chào " + ten;\n}\n\n'.repeat(12)}\`\`\``,
  "> Giá 2 * 3 * 4 = 24, **chưa đóng và snake_case_name",
  "**Đậm từ đầu đến cuối.** ".repeat(40),
];

/** About `units` UTF-16 units of what an assistant writes. */
function answer(units: number): string {
  const parts: string[] = [];
  for (let length = 0, at = 0; length < units; at += 1) {
    const block = `${BLOCKS[at % BLOCKS.length]}\n\n`;
    parts.push(block);
    length += block.length;
  }
  return parts.join("");
}

/** The median time of one call in milliseconds, after one that warms up. */
function timeMs(work: () => unknown): number {
  const times: number[] = [];
  for (let round = -1; round < ROUNDS; round += 1) {
    const start = performance.now();
    work();
    if (round >= 0) times.push(performance.now() - start);
  }
  return times.toSorted((left, right) => left - right)[Math.floor(ROUNDS / 2)] ?? Number.NaN;
}

const throughput = (units: number, ms: number) => `${(units / ms / 1000).toFixed(1)} M units/s`;
const wireLength = ({ text }: { text: string }) => text.length;

export async function run(): Promise<Line[]> {
  const small = answer(MEGABYTE);
  const large = answer(4 * MEGABYTE);
  const works: [string, (text: string) => readonly unknown[]][] = [
    ["channel-kit readMarkdown", (text) => readMarkdown(text).ranges],
    [
      "channel-kit readMarkdown and chunkStyled",
      (text) => chunkStyled(readMarkdown(text), { limit: TEXT_LIMIT, wireLength }),
    ],
    ["zalo formatText, as sent", (text) => formatText(text, "markdown")],
  ];
  return works.flatMap(([label, work]): Line[] => {
    const smallMs = timeMs(() => work(small));
    const largeMs = timeMs(() => work(large));
    const growth = largeMs / smallMs / (large.length / small.length);
    return [
      { label: `${label}, 1 MB`, value: throughput(small.length, smallMs) },
      {
        label: `${label}, time per unit, 4 MB against 1 MB`,
        value: `${growth.toFixed(2)}×`,
        target: { text: `at most ${MOST_GROWTH}× (linear is 1)`, met: growth <= MOST_GROWTH },
      },
    ];
  });
}
