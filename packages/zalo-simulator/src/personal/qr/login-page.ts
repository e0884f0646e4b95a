import { html, type Page, plain, withCookies } from "../page.ts";
import { browserOf, newBrowser } from "./browser.ts";

/** The version of the login page: a client reads it from the script's name and sends it with every form. */
const LOGIN_VERSION = "2.44.14";

/** The page that a browser opens first. It makes the browser known. */
export const loginPage: Page = (request, { secrets }) => {
  const page = html(
    `<!doctype html><title>Đăng nhập Zalo</title><script src="https://stc-zlogin.zdn.vn/main-${LOGIN_VERSION}.js"></script>`,
  );
  return { http: withCookies(page, browserOf(request) === undefined ? [newBrowser(secrets)] : []) };
};

export const loginInfo: Page = () =>
  plain(0, "Thành công", { logged: false, device: { trusted: false }, is_bn: false });

export const verifyClient: Page = () => plain(0, "Thành công", { isVerified: true });
