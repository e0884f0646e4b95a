import { createCipheriv, createDecipheriv } from "node:crypto";

/** Everything of this protocol's AES-CBC begins with sixteen zero bytes; zca-js encodeAES, ParamsEncryptor. */
const ZERO_IV = Buffer.alloc(16);

const algorithm = (key: Buffer): string => `aes-${key.length * 8}-cbc`;

/** AES-CBC with PKCS7 padding, as base64. */
export function encrypt(key: Buffer, text: string): string {
  const cipher = createCipheriv(algorithm(key), key, ZERO_IV);
  return Buffer.concat([cipher.update(text, "utf8"), cipher.final()]).toString("base64");
}

/** The text again; undefined when it was not encrypted with this key. */
export function decrypt(
  key: Buffer,
  encrypted: string,
  encoding: "base64" | "hex" = "base64",
): string | undefined {
  try {
    const decipher = createDecipheriv(algorithm(key), key, ZERO_IV);
    return Buffer.concat([decipher.update(encrypted, encoding), decipher.final()]).toString("utf8");
  } catch {
    return undefined;
  }
}
