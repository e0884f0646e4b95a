import { ChannelError } from "channel-kit/outcome/channel-error";
import { callScope } from "./call-scope.ts";
import type { Calls } from "./calls.ts";
import type { Deadlines } from "./deadlines.ts";
import type { QrStep } from "./port.ts";

/** What the library tells about a login by QR code, by its own numbers (zca-js 2.2.0, `loginQR.js`). */
export interface LibraryQrEvent {
  type: number;
  data: unknown;
}

/** How long a code can be scanned and confirmed, in milliseconds: the web client's own limit. */
const CODE_LIVES_MS = 100_000;
/** Pages that come before the code and after it was confirmed. */
const PAGES = 6;

const CODE = 0;
const EXPIRED = 1;
const SCANNED = 2;
const DECLINED = 3;

export interface QrLogin {
  accountId: string;
  calls: Calls;
  deadlines: Deadlines;
  observer: (step: QrStep) => void;
  signal: AbortSignal;
}

export type LibraryQrOutcome<Api> =
  | { kind: "confirmed"; api: Api }
  | { kind: "declined" }
  | { kind: "expired" };

/**
 * Shows one code. The library would show the next one by itself only when it is told so at once, and goes on unseen
 * when it is told too late; told nothing after a refusal it waits for ever (H3). So each code is a login of its own,
 * which ends with whatever its owner did, and whose requests end with it.
 */
export async function loginByQr<Api>(
  { accountId, calls, deadlines, observer, signal }: QrLogin,
  start: (callback: (event: LibraryQrEvent) => void) => Promise<Api>,
): Promise<LibraryQrOutcome<Api>> {
  const ended = Promise.withResolvers<LibraryQrOutcome<Api>>();
  const onEvent = ({ type, data }: LibraryQrEvent): void => {
    const told = (typeof data === "object" && data !== null ? data : {}) as Record<string, unknown>;
    if (type === CODE) observer(codeStep(accountId, told));
    else if (type === SCANNED) observer({ kind: "scanned", by: String(told["display_name"] ?? "") });
    else if (type === EXPIRED) ended.resolve({ kind: "expired" });
    else if (type === DECLINED) ended.resolve({ kind: "declined" });
  };
  const { loginMs, pageMs } = deadlines;
  const options = { signal, ms: CODE_LIVES_MS + loginMs + PAGES * pageMs, requestMs: pageMs };
  return await calls.ask("logging in by QR code", options, () =>
    Promise.race([
      ended.promise,
      start(onEvent).then(
        (api): LibraryQrOutcome<Api> => ({ kind: "confirmed", api }),
        (thrown: unknown): LibraryQrOutcome<Api> => {
          if (isCodeGone(thrown)) return { kind: "expired" };
          throw isNotLetIn(thrown) ? notLetIn(accountId, thrown) : thrown;
        },
      ),
    ]),
  );
}

/** Zalo knows the code no more: it has answered the question who scanned it, and named nobody. */
function isCodeGone(thrown: unknown): boolean {
  const last = callScope.getStore()?.trace.at(-1);
  const hasAnswered = last?.kind === "answered" && last.status < 400 && last.isJson;
  return hasAnswered && thrown instanceof Error && thrown.message === "Cannot get scan result";
}

/** Confirmed on the phone, and yet the browser's page says that nobody is logged in. */
const isNotLetIn = (thrown: unknown): boolean => thrown instanceof Error && thrown.message === "Can't login";

const notLetIn = (accountId: string, cause: unknown): ChannelError =>
  new ChannelError(
    "rejected",
    `Zalo account "${accountId}": the code was confirmed, and Zalo wants more than that from a login at this place.`,
    {
      fix: "Log in from the network that the phone is in; a proxy or a foreign address makes Zalo ask for the password.",
      cause,
    },
  );

function codeStep(accountId: string, { code, image }: Record<string, unknown>): QrStep {
  if (typeof code === "string" && code !== "" && typeof image === "string") {
    return { kind: "code", code, png: Buffer.from(image, "base64"), expiresAt: Date.now() + CODE_LIVES_MS };
  }
  throw new ChannelError("bad-response", `Zalo account "${accountId}": Zalo's answer holds no QR code.`);
}
