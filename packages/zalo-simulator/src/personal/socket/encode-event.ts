import { createCipheriv, randomBytes } from "node:crypto";
import { deflateSync, gzipSync } from "node:zlib";

/** The four ways in which an event's data is wrapped; zca-js decodeEventData. */
export type EncryptMode = 0 | 1 | 2 | 3;

export interface Wrapping {
  mode: EncryptMode;
  compression: "zlib" | "gzip";
  /** The socket's own key, as its first frame gave it. */
  key: Buffer;
}

/** The body of an event's frame around JSON text. */
export function wrapEvent(text: string, wrapping: Wrapping): { encrypt: EncryptMode; data: string } {
  return { encrypt: wrapping.mode, data: wrapped(text, wrapping) };
}

function wrapped(text: string, { mode, compression, key }: Wrapping): string {
  if (mode === 0) return text;
  const plain = Buffer.from(text, "utf8");
  const packed = mode === 3 ? plain : compression === "gzip" ? gzipSync(plain) : deflateSync(plain);
  if (mode === 1) return packed.toString("base64");
  return encodeURIComponent(sealed(packed, key).toString("base64"));
}

/** AES-GCM: sixteen bytes of IV, sixteen of additional data, the ciphertext, its tag. */
function sealed(plain: Buffer, key: Buffer): Buffer {
  const iv = randomBytes(16);
  const additional = randomBytes(16);
  const cipher = createCipheriv(key.length === 16 ? "aes-128-gcm" : "aes-256-gcm", key, iv);
  cipher.setAAD(additional);
  return Buffer.concat([iv, additional, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}
