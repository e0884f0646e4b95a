import type { Prepare } from "./endpoint.ts";
import { CHAT_HOST, ID_HOST, JR_HOST, WPA_HOST } from "./hosts.ts";
import { getLoginInfo } from "./login/get-login-info.ts";
import { getServerInfo } from "./login/get-server-info.ts";
import { asEndpoint } from "./page.ts";
import { checkSession, indexPage, pushSession, userInfo } from "./qr/check-session.ts";
import { generate } from "./qr/generate.ts";
import { loginInfo, loginPage, verifyClient } from "./qr/login-page.ts";
import { waitingConfirm, waitingScan } from "./qr/waiting.ts";

/** Every unencrypted page, by host and path. */
export const pages: ReadonlyMap<string, Prepare> = new Map(
  Object.entries({
    [`${ID_HOST}/account`]: loginPage,
    [`${ID_HOST}/account/logininfo`]: loginInfo,
    [`${ID_HOST}/account/verify-client`]: verifyClient,
    [`${ID_HOST}/account/authen/qr/generate`]: generate,
    [`${ID_HOST}/account/authen/qr/waiting-scan`]: waitingScan,
    [`${ID_HOST}/account/authen/qr/waiting-confirm`]: waitingConfirm,
    [`${ID_HOST}/account/checksession`]: checkSession,
    [`${JR_HOST}/jr/pushsession`]: pushSession,
    [`${JR_HOST}/jr/userinfo`]: userInfo,
    [`${CHAT_HOST}/index.html`]: indexPage,
    [`${WPA_HOST}/api/login/getServerInfo`]: getServerInfo,
  } as const).map(([address, page]) => [address, asEndpoint(page)]),
).set(`${WPA_HOST}/api/login/getLoginInfo`, getLoginInfo);
