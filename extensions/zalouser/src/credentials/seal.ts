import { createCipheriv, createDecipheriv, randomBytes, scrypt } from "node:crypto";
import { z } from "zod";

/** A text that only who has the key can read, and nobody can change unseen. */
export const Sealed = z.object({
  /** How the key of the cipher is made from the operator's (RFC 7914); all of it may be seen. */
  scrypt: z.object({
    cost: z
      .int()
      .min(2)
      .max(2 ** 17),
    blockSize: z.int().min(1).max(16),
    parallel: z.int().min(1).max(4),
    salt: z.base64(),
  }),
  nonce: z.base64(),
  tag: z.base64(),
  text: z.base64(),
});
export type Sealed = z.infer<typeof Sealed>;

/** About 32 MB and a tenth of a second for each guess at the key (OWASP's least for scrypt). */
const COST = { cost: 2 ** 15, blockSize: 8, parallel: 1 } as const;
const CIPHER = "aes-256-gcm";
const KEY_BYTES = 32;
/** NIST SP 800-38D: what GCM is made for. */
const NONCE_BYTES = 12;
const SALT_BYTES = 16;
const MAX_MEMORY_BYTES = 512 * 1024 * 1024;

/** `about` is not hidden; the text opens only together with the same. */
export async function seal(text: string, key: string, about: string): Promise<Sealed> {
  const salt = randomBytes(SALT_BYTES).toString("base64");
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, await derive(key, { ...COST, salt }), nonce);
  cipher.setAAD(Buffer.from(about, "utf8"));
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return {
    scrypt: { ...COST, salt },
    nonce: nonce.toString("base64"),
    tag: cipher.getAuthTag().toString("base64"),
    text: sealed.toString("base64"),
  };
}

/** Undefined when the key is another one, or when anything has been changed. */
export async function unseal(sealed: Sealed, key: string, about: string): Promise<string | undefined> {
  const derived = await derive(key, sealed.scrypt);
  try {
    const decipher = createDecipheriv(CIPHER, derived, Buffer.from(sealed.nonce, "base64"), {
      authTagLength: 16,
    });
    decipher.setAAD(Buffer.from(about, "utf8"));
    decipher.setAuthTag(Buffer.from(sealed.tag, "base64"));
    const text = Buffer.concat([decipher.update(Buffer.from(sealed.text, "base64")), decipher.final()]);
    return text.toString("utf8");
  } catch {
    return undefined;
  }
}

function derive(key: string, { cost, blockSize, parallel, salt }: Sealed["scrypt"]): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = { N: cost, r: blockSize, p: parallel, maxmem: MAX_MEMORY_BYTES };
    scrypt(key, Buffer.from(salt, "base64"), KEY_BYTES, options, (error, derived) => {
      if (error === null) resolve(derived);
      else reject(error);
    });
  });
}
