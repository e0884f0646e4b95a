import { TEXT_LIMIT } from "channel-kit/text/chunk";
import { readMarkdown } from "channel-kit/text/markdown";
import { chunkStyled } from "channel-kit/text/styled-chunks";
import { formatText } from "../../extensions/zalo/src/send/text.ts";
import { formatText as formatStyles } from "../../extensions/zalouser/src/send/text.ts";
import type { Line } from "./line.ts";
import { median } from "./median.ts";
import { growthLine, MEGABYTE, mixedText, throughput } from "./mixed-text.ts";

export const name = "markdown";

const ROUNDS = 5;
const WARM_UP = 20;

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

/** The median time of one call in milliseconds, after one that warms up. */
function timeMs(work: () => unknown): number {
  const times: number[] = [];
  for (let round = -1; round < ROUNDS; round += 1) {
    const start = performance.now();
    work();
    if (round >= 0) times.push(performance.now() - start);
  }
  return median(times);
}

const wireLength = ({ text }: { text: string }) => text.length;

export async function run(): Promise<Line[]> {
  const small = mixedText(BLOCKS, MEGABYTE);
  const large = mixedText(BLOCKS, 4 * MEGABYTE);
  const works: [string, (text: string) => readonly unknown[]][] = [
    ["channel-kit readMarkdown", (text) => readMarkdown(text).ranges],
    [
      "channel-kit readMarkdown and chunkStyled",
      (text) => chunkStyled(readMarkdown(text), { limit: TEXT_LIMIT, wireLength }),
    ],
    ["zalo formatText, as sent", (text) => formatText(text, "markdown")],
    ["zalouser formatText, as sent", (text) => formatStyles(text)],
  ];
  const lines = works.flatMap(([label, work]): Line[] => {
    const smallMs = timeMs(() => work(small));
    const largeMs = timeMs(() => work(large));
    return [
      { label: `${label}, 1 MB`, value: throughput(small.length, smallMs) },
      growthLine(
        `${label}, time per unit`,
        { units: small.length, ms: smallMs },
        { units: large.length, ms: largeMs },
      ),
    ];
  });
  return [...lines, ...longList()];
}

/** Items of a list, and how long all of it may take, in milliseconds: what the project has set itself. */
const ITEMS = 1_600;
const LIST_MS = 10;

/** A list as an agent writes one, from Markdown to Zalo's styles. */
function longList(): Line[] {
  const item = (index: number) => `- món **thứ ${index}** của tiệm, còn hàng`;
  const list = (count: number) => Array.from({ length: count }, (_, index) => item(index)).join("\n");
  const text = list(ITEMS);
  const larger = list(4 * ITEMS);
  // The first calls of a process are slower than all that come after.
  for (let call = 0; call < WARM_UP; call += 1) formatStyles(text);
  const ms = timeMs(() => formatStyles(text));
  const largerMs = timeMs(() => formatStyles(larger));
  const growth = largerMs / ms / (larger.length / text.length);
  return [
    {
      label: `zalouser formatText, a list of ${ITEMS} items`,
      value: `${ms.toFixed(1)} ms`,
      target: { text: `under ${LIST_MS} ms`, met: ms < LIST_MS },
    },
    {
      label: "zalouser formatText, a list four times as long, time per unit",
      value: `${growth.toFixed(2)}×`,
      target: { text: "at most 1.5× (linear is 1)", met: growth <= 1.5 },
    },
  ];
}
