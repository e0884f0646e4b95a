import { randomBytes } from "node:crypto";
import { CHAT_HOST, ID_HOST, JR_HOST } from "../hosts.ts";
import { html, type Page, plain, redirect } from "../page.ts";
import { browserOf } from "./browser.ts";
import { avatarOf } from "./waiting.ts";

/** Where a login that is through leads. */
const INDEX = `https://${CHAT_HOST}/index.html`;

/** Turns a confirmed code into a session, and leads by way of the host that hands out its second cookie. */
export const checkSession: Page = (request, parts) => {
  const browser = browserOf(request);
  const person = browser === undefined ? undefined : parts.codes.claim(browser);
  if (person === undefined) {
    return { http: redirect(`https://${ID_HOST}/account?continue=${encodeURIComponent(INDEX)}`), code: -1 };
  }
  if (parts.switchesOf(person).requireConfirmPwd) return { http: redirect(INDEX) };
  const session = parts.logIn(person, request.userAgent);
  const token = randomBytes(16).toString("hex");
  parts.hops.set(token, session);
  const zpsid = session.cookies.filter(({ name }) => name === "zpsid");
  const next = `https://${JR_HOST}/jr/pushsession?token=${token}&continue=${encodeURIComponent(INDEX)}`;
  return { http: redirect(next, zpsid) };
};

/** The hop in between: gives the second cookie, once for each token. */
export const pushSession: Page = (request, { hops }) => {
  const token = request.query.get("token") ?? "";
  const cookies = hops.get(token)?.cookies.filter(({ name }) => name === "zpw_sek");
  hops.delete(token);
  return { http: redirect(INDEX, cookies) };
};

/** Whether the browser is logged in, and as whom. */
export const userInfo: Page = (request, parts) => {
  const found = parts.sessionOf(request);
  if ("code" in found) {
    return plain(0, "Successful.", { logged: false, session_chat_valid: false, require_confirm_pwd: true });
  }
  const info = { name: found.person.name, avatar: avatarOf(found.person) };
  return plain(0, "Successful.", { logged: true, session_chat_valid: true, info });
};

/** The end of the chain. */
export const indexPage: Page = () => ({ http: html("<!doctype html><title>Zalo Web</title>") });
