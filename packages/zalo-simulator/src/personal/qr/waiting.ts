import { pause } from "../../bot-api/pause.ts";
import type { Person } from "../../world/person.ts";
import { type Page, type PageAnswer, plain } from "../page.ts";
import type { WebRequest } from "../web-request.ts";
import { browserOf } from "./browser.ts";
import type { QrCode, QrState } from "./qr-code.ts";
import type { QrCodes } from "./qr-codes.ts";

/** Nothing has happened yet: poll again. */
const KEEP_POLLING = 8;
/** The phone said no. */
const DECLINED = -13;
/** The code is too old, or none at all; the real number is not known. */
const EXPIRED = -12;

/** Held until somebody scans the code. */
export const waitingScan: Page = async (request, { codes }) => {
  const code = await held(request, codes, (state) => state !== "pending");
  if (code === undefined || code.state === "expired") return expired();
  if (code.state === "pending" || code.person === undefined) return plain(KEEP_POLLING, "", null);
  return plain(0, "Thành công", { avatar: avatarOf(code.person), display_name: code.person.name });
};

/** Held until the phone that has scanned it confirms or declines. */
export const waitingConfirm: Page = async (request, { codes }) => {
  const code = await held(request, codes, (state) => state !== "pending" && state !== "scanned");
  if (code === undefined || code.state === "expired") return expired();
  if (code.state === "declined") return plain(DECLINED, "Đăng nhập bị từ chối", null);
  return code.state === "confirmed" ? plain(0, "Thành công", null) : plain(KEEP_POLLING, "", null);
};

const expired = (): PageAnswer => plain(EXPIRED, "Mã QR đã hết hạn", null);

/** A picture's address, which nobody fetches during a login. */
export const avatarOf = ({ uid }: Person): string => `https://s120-ava-talk.zadn.vn/${uid}.jpg`;

/** The request's code, once that is so, the poll's time is over or the client has left. */
async function held(
  request: WebRequest,
  codes: QrCodes,
  isDue: (state: QrState) => boolean,
): Promise<QrCode | undefined> {
  const code = codes.get(request.form.get("code") ?? "");
  if (code === undefined || code.browser !== browserOf(request)) return undefined;
  const due = new AbortController();
  const stopWatching = code.onChange(() => isDue(code.state) && due.abort());
  if (isDue(code.state)) due.abort();
  await pause(codes.holdMs, AbortSignal.any([request.gone, due.signal, codes.closed]));
  stopWatching();
  return code;
}
