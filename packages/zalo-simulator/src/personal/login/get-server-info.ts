import { type Page, plain } from "../page.ts";
import { serverSettings } from "../server-settings.ts";
import { isSigned } from "./sign-key.ts";

const SIGNED = ["imei", "type", "client_version", "computer_name"];

/** Settings for clients, in the open. It says why there is no session, which getLoginInfo's caller never learns. */
export const getServerInfo: Page = (request, parts) => {
  if (!isSigned("getserverinfo", request.query, SIGNED)) return plain(-1, "Yêu cầu không hợp lệ", null);
  const found = parts.sessionOf(request);
  if ("code" in found) return plain(found.code, found.message, null);
  return plain(0, "Successful.", serverSettings(parts.switchesOf(found.person)));
};
