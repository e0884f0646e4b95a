import type { IncomingMessage } from "node:http";

/** Reads a request or an answer. `whole` is false when it was longer than that; the rest is left unread. */
export async function readUpTo(
  message: IncomingMessage,
  mostBytes: number,
): Promise<{ bytes: Buffer; whole: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > mostBytes) return { bytes: Buffer.concat(chunks), whole: false };
    chunks.push(bytes);
  }
  return { bytes: Buffer.concat(chunks), whole: true };
}
