import { type Page, plain } from "../page.ts";
import { browserOf } from "./browser.ts";
import { qrPng } from "./picture.ts";

/** Makes a code for the browser's screen. */
export const generate: Page = (request, { codes }) => {
  const browser = browserOf(request);
  if (browser === undefined) return plain(-1, "Phiên làm việc không hợp lệ", null);
  const { code, token } = codes.make(browser);
  return plain(0, "Thành công", {
    code,
    image: `data:image/png;base64,${qrPng(code).toString("base64")}`,
    token,
    options: { enabledCheckOCR: false, enabledMultiLayer: false },
  });
};
