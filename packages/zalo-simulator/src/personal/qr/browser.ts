import { randomBytes } from "node:crypto";
import type { NewCookie } from "../../http/cookies.ts";
import type { SecretBook } from "../secret-book.ts";
import type { WebRequest } from "../web-request.ts";

/** The cookie by which the pages of one login know each other; its real name is not checked by clients. */
const BROWSER_COOKIE = "zlogin_session";

/** The browser a request comes from; undefined when it has not opened the login page. */
export const browserOf = ({ cookies }: Pick<WebRequest, "cookies">): string | undefined =>
  cookies.get(BROWSER_COOKIE);

/** A cookie that makes a browser known. */
export const newBrowser = ({ note }: SecretBook): NewCookie => ({
  name: BROWSER_COOKIE,
  value: note(randomBytes(16).toString("hex")),
  domain: ".zalo.me",
  maxAgeSeconds: 24 * 3600,
});
