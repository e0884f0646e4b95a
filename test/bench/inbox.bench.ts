import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { IngressQueue } from "channel-kit/inbox/queue";
import { openInbox } from "channel-kit/inbox/sqlite-inbox";
import type { Line } from "./line.ts";

export const name = "inbox";

const TOGETHER = 64;
const APPENDS = 2_048;
/** About what one text message weighs as raw event. */
const PAYLOAD = { event_name: "message.text.received", text: "x".repeat(600) };
const TARGET_RATIO = 5;

/** Appends per second, each flushed to the disk before it is acknowledged: one after the other, and 64 at a time. */
export async function run(): Promise<Line[]> {
  const folder = mkdtempSync(join(tmpdir(), "inbox-bench-"));
  try {
    using inbox = openInbox({ file: join(folder, "inbox.sqlite"), channelId: "zalo" });
    await measure(inbox.queue("warm-up"), TOGETHER);
    const alone = await measure(inbox.queue("alone"), 1);
    const together = await measure(inbox.queue("together"), TOGETHER);
    const ratio = together / alone;
    return [
      { label: "appends on disk, one after the other", value: perSecond(alone) },
      { label: `appends on disk, ${TOGETHER} at a time`, value: perSecond(together) },
      {
        label: "gain from writing together",
        value: `${ratio.toFixed(1)}×`,
        target: { text: `at least ${TARGET_RATIO}×`, met: ratio >= TARGET_RATIO },
      },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measure(queue: IngressQueue<typeof PAYLOAD>, atATime: number): Promise<number> {
  const startedAt = performance.now();
  for (let first = 0; first < APPENDS; first += atATime) {
    const ids = Array.from({ length: atATime }, (_, index) => `m${first + index}`);
    await Promise.all(ids.map((id) => queue.enqueue(id, PAYLOAD)));
  }
  return (APPENDS * 1_000) / (performance.now() - startedAt);
}

const perSecond = (figure: number) => `${Math.round(figure).toLocaleString("en")}/s`;
