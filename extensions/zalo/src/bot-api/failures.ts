import { mayHaveBeenDone } from "channel-kit/http/may-have-been-done";
import { sayUnreached } from "channel-kit/http/say-unreached";
import { ChannelError, type ChannelErrorCode } from "channel-kit/outcome/channel-error";
import { setTokenCommand } from "../mend.ts";
import type { Exchange } from "./http.ts";
import { Envelope } from "./wire.ts";

/** What one call of the Bot API came to. */
export type CallResult =
  | { ok: true; result: unknown }
  | {
      ok: false;
      error: ChannelError;
      /** The API certainly did not carry the call out, so that repeating it cannot double anything. */
      certain: boolean;
      /** The `error_code` of the answer, or its HTTP status; absent when there was none. */
      errorCode?: number;
    };

/**
 * Reads one exchange with the API. The body decides before the HTTP status, because failures come as HTTP 200
 * with `ok:false` as well as with a status of their own; `error_code` is present in successes too.
 */
export function readExchange(method: string, accountId: string, exchange: Exchange): CallResult {
  const where = `Zalo account "${accountId}": ${method}`;
  switch (exchange.kind) {
    case "no-answer": {
      const code =
        exchange.why === "aborted" ? "aborted" : exchange.why === "deadline" ? "timeout" : "unreachable";
      const certain = !exchange.requestLeft;
      const { what, fix } = certain
        ? sayUnreached(exchange.proxy, "the API", "Check the network and ZALO_API_URL.")
        : { what: BROKEN };
      return failure(
        code,
        `${where} failed: ${what}${exchange.detail ? ` (${exchange.detail})` : ""}.`,
        certain,
        code === "unreachable" && fix !== undefined ? { fix } : {},
      );
    }
    case "unreadable":
      return readUnreadable(accountId, where, exchange.status);
    case "json":
      return readJson(accountId, where, exchange.status, exchange.body);
    default:
      return exchange satisfies never;
  }
}

const BROKEN = "the connection broke before an answer came";

function readJson(accountId: string, where: string, status: number, body: unknown): CallResult {
  const parsed = Envelope.safeParse(body);
  if (!parsed.success) return readUnreadable(accountId, where, status);
  const envelope = parsed.data;
  if (envelope.ok) return { ok: true, result: envelope.result };
  const errorCode = envelope.error_code ?? status;
  const { code, fix, certain } = classify(errorCode, accountId);
  const said = envelope.description === undefined ? "" : `: ${envelope.description}`;
  return failure(code, `${where} was refused with ${errorCode}${said}.`, certain, {
    errorCode,
    ...(fix === undefined ? {} : { fix }),
  });
}

/** An answer that is no JSON: a proxy's page, a cut body, nothing. */
function readUnreadable(accountId: string, where: string, status: number): CallResult {
  if (mayHaveBeenDone(status)) {
    return failure("bad-response", `${where} got an answer that is not JSON (HTTP ${status}).`, false, {
      errorCode: status,
    });
  }
  const { code, fix } = classify(status, accountId);
  return failure(code, `${where} was refused with HTTP ${status}.`, true, {
    errorCode: status,
    ...(fix === undefined ? {} : { fix }),
  });
}

/**
 * The official error table: 400 bad request, 401 token, 403 "Internal server error" (sic, so temporary),
 * 404 not found, 408 timeout, 426 daily limit of a call, 429 quota exceeded. 408 is the one refusal that may come
 * after the work was done.
 */
function classify(
  errorCode: number,
  accountId: string,
): { code: ChannelErrorCode; certain: boolean; fix?: string } {
  if (errorCode === 401) {
    return {
      code: "unauthorized",
      certain: true,
      fix: `The token was revoked or is wrong: get the current one from Zalo Bot Creator, then run: ${setTokenCommand(accountId)}`,
    };
  }
  if (errorCode === 429) {
    return {
      code: "rate-limited",
      certain: true,
      fix: "The plan's message quota may be used up: see the plan in Zalo Bot Creator.",
    };
  }
  if (errorCode === 426) {
    return { code: "rate-limited", certain: true, fix: "Zalo allows this call a few times a day." };
  }
  if (errorCode === 408) return { code: "timeout", certain: false };
  if (errorCode === 403 || errorCode >= 500) return { code: "unreachable", certain: true };
  return { code: "rejected", certain: true };
}

function failure(
  code: ChannelErrorCode,
  message: string,
  certain: boolean,
  { fix, errorCode }: { fix?: string; errorCode?: number } = {},
): CallResult {
  const error = new ChannelError(code, message, fix === undefined ? {} : { fix });
  return { ok: false, error, certain, ...(errorCode === undefined ? {} : { errorCode }) };
}
