import { ChannelError } from "channel-kit/outcome/channel-error";
import { callScope } from "./call-scope.ts";
import type { Calls } from "./calls.ts";
import type { Deadlines } from "./deadlines.ts";
import type { QrStep } from "./port.ts";

/** What the library tells about a login by QR code, by its own numbers (zca-js 2.2.0, `loginQR.js`). */
export interface LibraryQrEvent {
  type: number;
  data: unknown;
  actions: { abort(): unknown } | null;
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
  const over = new AbortController();
  const stops: (() => unknown)[] = [];
  const onEvent = ({ type, data, actions }: LibraryQrEvent): void => {
    if (actions !== null) stops[0] = () => actions.abort();
    const told = (typeof data === "object" && data !== null ? data : {}) as Record<string, unknown>;
    if (type === CODE) observer(codeStep(accountId, told));
    else if (type === SCANNED) observer({ kind: "scanned", by: String(told["display_name"] ?? "") });
    else if (type === EXPIRED) ended.resolve({ kind: "expired" });
    else if (type === DECLINED) ended.resolve({ kind: "declined" });
  };
  const { loginMs, pageMs } = deadlines;
  const options = {
    signal: AbortSignal.any([signal, over.signal]),
    ms: CODE_LIVES_MS + loginMs + PAGES * pageMs,
    requestMs: pageMs,
  };
  try {
    return await calls.ask("logging in by QR code", options, () =>
      Promise.race([
        ended.promise,
        start(onEvent).then(
          (api): LibraryQrOutcome<Api> => ({ kind: "confirmed", api }),
          (thrown: unknown): LibraryQrOutcome<Api> => {
            if (!isCodeGone(thrown)) throw thrown;
            return { kind: "expired" };
          },
        ),
      ]),
    );
  } finally {
    over.abort();
    // Without it the library keeps a timer, and after a refusal a promise that never settles.
    stops[0]?.();
  }
}

/** Zalo knows the code no more: it has answered the question who scanned it, and named nobody. */
function isCodeGone(thrown: unknown): boolean {
  const last = callScope.getStore()?.trace.at(-1);
  const hasAnswered = last?.kind === "answered" && last.status < 400 && last.isJson;
  return hasAnswered && thrown instanceof Error && thrown.message === "Cannot get scan result";
}

function codeStep(accountId: string, { code, image }: Record<string, unknown>): QrStep {
  if (typeof code === "string" && code !== "" && typeof image === "string") {
    return { kind: "code", code, png: Buffer.from(image, "base64"), expiresAt: Date.now() + CODE_LIVES_MS };
  }
  throw new ChannelError("bad-response", `Zalo account "${accountId}": Zalo's answer holds no QR code.`);
}
