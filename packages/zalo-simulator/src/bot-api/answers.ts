import { htmlPage, json } from "../http/answers.ts";
import type { HttpAnswer } from "../http/deliver.ts";
import type { BotSwitches } from "./switches.ts";

/** What a method has to say, before it gets its HTTP form. */
export type Answer =
  | { kind: "ok"; result?: unknown }
  | { kind: "refused"; errorCode: number; description: string }
  /** A poll whose time is over. */
  | { kind: "idle" }
  /** Nobody is left to read an answer. */
  | { kind: "none" };

/** An answer that somebody reads. */
export type Said = Exclude<Answer, { kind: "none" }>;

export const ok = (result?: unknown): Said =>
  result === undefined ? { kind: "ok" } : { kind: "ok", result };

export const refused = (errorCode: number, description: string): Said => ({
  kind: "refused",
  errorCode,
  description,
});

/** A 400 in Zalo's wording: `Bad request: The chat_id must not be empty`. */
export const badRequest = (complaint: string): Said => refused(400, `Bad request: ${complaint}`);

/** Official names of the codes, from Zalo's error table. */
export const NOT_FOUND = refused(404, "Not Found");
export const UNAUTHORIZED = refused(401, "Unauthorized");
export const QUOTA_EXCEEDED = refused(429, "Quota exceeded");
/** The code is documented, the words are ours. */
export const DAILY_LIMIT = refused(426, "Daily limit exceeded");

/** Gives an answer the HTTP form that the switches ask for. */
export function toHttp(answer: Said, switches: BotSwitches): HttpAnswer {
  switch (answer.kind) {
    case "ok":
      // Live answers carry `error_code: 0` beside `ok: true`, so a client must not take its presence for a failure.
      return json(200, { ok: true, ...resultOf(answer), error_code: 0 });
    case "refused":
      if (answer.errorCode === 401 && switches.badToken === "non-json") return htmlPage(401, "Unauthorized");
      return refusal(answer.errorCode, answer.description, switches);
    case "idle":
      return idle(switches);
    default:
      return answer satisfies never;
  }
}

/** A refusal, with the HTTP status of the bot's failure style unless one is given. */
export function refusal(
  errorCode: number,
  description: string,
  switches: Pick<BotSwitches, "failureStyle">,
  status = switches.failureStyle === "http200" ? 200 : errorCode,
): HttpAnswer {
  return json(status, { ok: false, description, error_code: errorCode });
}

const resultOf = (answer: { result?: unknown }) =>
  answer.result === undefined ? {} : { result: answer.result };

function idle(switches: BotSwitches): HttpAnswer {
  switch (switches.idleForm) {
    case "ok-false-408":
      return refusal(408, "Request timeout", switches);
    case "http-408-json":
      return refusal(408, "Request timeout", switches, 408);
    case "empty-ok":
      return json(200, { ok: true, result: {} });
    case "empty-body":
      return { status: 200, headers: {}, body: "" };
    case "html":
      return htmlPage(408, "Request Time-out");
    default:
      return switches.idleForm satisfies never;
  }
}
