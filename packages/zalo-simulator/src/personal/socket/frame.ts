/** One message on the socket, either way: a version byte, the command as uint16 LE, a sub-command, then UTF-8 JSON. */
export interface Frame {
  cmd: number;
  subCmd: number;
  body: unknown;
}

const VERSION = 1;
const HEAD_BYTES = 4;

export function encodeFrame({
  cmd,
  subCmd,
  body,
}: Frame | { cmd: number; subCmd: number; body: string }): Buffer {
  const head = Buffer.from([VERSION, 0, 0, subCmd]);
  head.writeUInt16LE(cmd, 1);
  return Buffer.concat([head, Buffer.from(typeof body === "string" ? body : JSON.stringify(body), "utf8")]);
}

/** A client's frame; undefined when it is none. */
export function decodeFrame(bytes: Buffer): Frame | undefined {
  if (bytes.length < HEAD_BYTES || bytes[0] !== VERSION) return undefined;
  try {
    const body: unknown = JSON.parse(bytes.toString("utf8", HEAD_BYTES));
    return { cmd: bytes.readUInt16LE(1), subCmd: bytes[3] ?? 0, body };
  } catch {
    return undefined;
  }
}
