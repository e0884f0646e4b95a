import { createHash, timingSafeEqual } from "node:crypto";

/** A secret in a form of fixed length, so that comparing tells nothing about its length either. */
export function digestOf(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}

/**
 * Whose secret it is: the first of `among` that has it. Every one is compared, and each comparison takes the same
 * time, so that how long it takes says nothing.
 */
export function ownerOf<Owner extends { secretDigest: Buffer }>(
  secret: string,
  among: readonly Owner[],
): Owner | undefined {
  const given = digestOf(secret);
  let found: Owner | undefined;
  for (const one of among) {
    const isSame = timingSafeEqual(given, one.secretDigest);
    if (isSame && found === undefined) found = one;
  }
  return found;
}
