/** What is wrong with a webhook's address as somebody typed it. */
export type UrlProblem = "form" | "https" | "private" | "extra";

/** Names and addresses that only this machine or its own network can reach; Zalo refuses them, too. */
const PRIVATE_NAME = /^(?:localhost|.+\.(?:localhost|local|internal|lan))$/i;
/** `URL` writes every form of an IPv4 address as four numbers. */
const PRIVATE_ADDRESS =
  /^(?:(?:0|10|127)\.\d+|192\.168|169\.254|172\.(?:1[6-9]|2\d|3[01]))(?:\.\d+){2}$|^\[(?:::1?|f[cd].*|fe80.*)\]$/i;

/** What is wrong with an address that Zalo is to call, or undefined. */
export function urlProblem(raw: string): UrlProblem | undefined {
  if (!URL.canParse(raw.trim())) return "form";
  const url = new URL(raw.trim());
  if (url.protocol !== "https:") return "https";
  if (PRIVATE_NAME.test(url.hostname) || PRIVATE_ADDRESS.test(url.hostname)) return "private";
  const isPlain = url.username === "" && url.password === "" && url.search === "" && url.hash === "";
  return isPlain ? undefined : "extra";
}

/** 43 letters, digits, `-` and `_`: 256 bits of chance. */
export function makeSecret(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64url");
}
