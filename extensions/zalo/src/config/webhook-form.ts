/** What Zalo takes as `secret_token`: 8 to 256 characters. They travel in a header, so no spaces or accents. */
const SECRET = /^[\x21-\x7e]{8,256}$/;
/** Paths that the gateway and every proxy read alike: no escapes, no empty or dotted parts. */
const PATH = /^(?:\/(?!\.{1,2}(?:\/|$))[\w.~-]+)+\/?$/;

/** True for a path that can be a route of its own on the gateway; `/` is that of the Control UI. */
export const isRoutePath = (raw: string): boolean => PATH.test(raw.trim());

export const isWebhookSecret = (raw: string): boolean => SECRET.test(raw);
