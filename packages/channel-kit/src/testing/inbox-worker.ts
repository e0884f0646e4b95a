/**
 * A process of its own for tests that need several at one inbox: `node inbox-worker.ts <job> <file> <name>`.
 * It opens the file, says `ready`, waits for a line on standard input and then works; every finished piece of
 * work is one line on standard output, written only after the inbox has confirmed it.
 *
 * - `append-forever` writes events in groups of eight until it is killed.
 * - `append-hundred` writes a hundred events.
 * - `claim-all` claims, reports and completes events until none is left.
 */
import { once } from "node:events";
import { writeSync } from "node:fs";
import { openInbox } from "../inbox/sqlite-inbox.ts";

const [job, file = "", name = ""] = process.argv.slice(2);
const STANDARD_OUTPUT = 1;
const say = (line: string) => writeSync(STANDARD_OUTPUT, `${line}\n`);

using inbox = openInbox({ file, channelId: "zalo" });
const queue = inbox.queue<{ text: string }>("work");

async function append(id: string): Promise<void> {
  await queue.enqueue(id, { text: "x".repeat(500) });
  say(id);
}

say("ready");
await once(process.stdin, "data");
process.stdin.destroy();

if (job === "append-forever") {
  for (let group = 0; ; group += 1) {
    await Promise.all(Array.from({ length: 8 }, (_, index) => append(`${name}-${group}-${index}`)));
  }
}
if (job === "append-hundred") {
  for (let index = 0; index < 100; index += 1) await append(`${name}-${index}`);
}
if (job === "claim-all") {
  for (;;) {
    const claim = await queue.claimNext({ ownerId: name });
    if (claim === null) break;
    if (await queue.complete(claim)) say(claim.id);
  }
}
