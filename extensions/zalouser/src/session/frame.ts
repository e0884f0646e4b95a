import { createDecipheriv } from "node:crypto";
import { unzipSync } from "node:zlib";
import { isObject, readPlainJson } from "./plain-json.ts";
import type { JsonObject, JsonValue } from "./port.ts";

/**
 * What goes over the socket, one by one: a byte for the version, two for the command (little-endian), one for its
 * sub-command, then JSON.
 */
export interface Frame {
  command: number;
  subCommand: number;
  body: JsonObject;
}

export const VERSION = 1;
const HEADER_BYTES = 4;
/** More than a frame unfolds to; a small one can be made to unfold to gigabytes. */
const MAX_UNFOLDED_BYTES = 32 * 1024 * 1024;

/** Undefined for one without a body, which only says that the other side lives. Throws when it is garbage. */
export function readFrame(bytes: Buffer): Frame | undefined {
  if (bytes.length < HEADER_BYTES || bytes[0] !== VERSION) throw new Error("no frame");
  const head = { command: bytes.readUInt16LE(1), subCommand: bytes.readUInt8(3) };
  if (bytes.length === HEADER_BYTES) return { ...head, body: {} };
  const body = readPlainJson(bytes.toString("utf8", HEADER_BYTES));
  if (!isObject(body)) throw new Error("no object");
  return { ...head, body };
}

export function writeFrame(command: number, subCommand: number, body: object): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt8(VERSION, 0);
  header.writeUInt16LE(command, 1);
  header.writeUInt8(subCommand, 3);
  return Buffer.concat([header, Buffer.from(JSON.stringify(body), "utf8")]);
}

/**
 * What a frame carries in `data`: 0 is JSON as it is, 1 is compressed, 2 is compressed and then encrypted with the
 * key of this connection, 3 is only encrypted. Done at once and not in the background, so that nothing overtakes.
 */
export function readEvent({ body }: Frame, key: Buffer | undefined): JsonObject {
  const { encrypt, data } = body;
  if (typeof data !== "string") throw new Error("no data");
  const event = readPlainJson(unfold(encrypt, data, key));
  const rows = isObject(event) ? event["data"] : undefined;
  if (!isObject(rows)) throw new Error("no rows");
  return rows;
}

function unfold(encrypt: JsonValue | undefined, data: string, key: Buffer | undefined): string {
  switch (encrypt) {
    case 0:
      return data;
    case 1:
      return inflate(Buffer.from(data, "base64"));
    case 2:
      return inflate(decrypt(data, key));
    case 3:
      return decrypt(data, key).toString("utf8");
    default:
      throw new Error("unknown encryption");
  }
}

const inflate = (bytes: Buffer): string =>
  unzipSync(bytes, { maxOutputLength: MAX_UNFOLDED_BYTES }).toString("utf8");

const IV_BYTES = 16;
const EXTRA_BYTES = 16;
const TAG_BYTES = 16;
const CIPHERS: Readonly<Record<number, "aes-128-gcm" | "aes-192-gcm" | "aes-256-gcm">> = {
  16: "aes-128-gcm",
  24: "aes-192-gcm",
  32: "aes-256-gcm",
};

/** IV, additional data, ciphertext and tag, one behind the other in base64 that is URI-encoded. */
function decrypt(data: string, key: Buffer | undefined): Buffer {
  const cipher = key === undefined ? undefined : CIPHERS[key.length];
  const bytes = Buffer.from(decodeURIComponent(data), "base64");
  if (key === undefined || cipher === undefined || bytes.length < IV_BYTES + EXTRA_BYTES + TAG_BYTES) {
    throw new Error("no key, or too short");
  }
  const decipher = createDecipheriv(cipher, key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(bytes.subarray(IV_BYTES, IV_BYTES + EXTRA_BYTES));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  return Buffer.concat([
    decipher.update(bytes.subarray(IV_BYTES + EXTRA_BYTES, -TAG_BYTES)),
    decipher.final(),
  ]);
}
