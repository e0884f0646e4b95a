import { mayHaveBeenDone } from "channel-kit/http/may-have-been-done";
import type { ProxyTrouble } from "channel-kit/http/network-failure";
import { sayUnreached } from "channel-kit/http/say-unreached";
import { ChannelError } from "channel-kit/outcome/channel-error";
import type { CallScope, Exchange, Unanswered } from "./call-scope.ts";
import { ZaloRefused } from "./refusal.ts";

/** What a call came to that did not succeed. */
export interface Failure {
  error: ChannelError;
  /** Zalo certainly did not carry the call out, so that repeating it cannot double anything. */
  certain: boolean;
}

/**
 * Says what a failed call means. `thrown` is what the library threw; what it forgets on the way is read from the
 * trace of the call's requests. `what` is the name of the call.
 */
export function readFailure(accountId: string, what: string, thrown: unknown, scope: CallScope): Failure {
  const where = `Zalo account "${accountId}": ${what}`;
  const certain = !scope.trace.some(mayHaveWorked);
  if (thrown instanceof ChannelError) return { error: thrown, certain };
  const code = scope.loginCode ?? codeOf(thrown);
  if (code !== undefined) {
    const said = scope.loginCode === undefined ? sentence(thrown) : "";
    return { error: refused(where, accountId, code, said), certain: true };
  }
  if (scope.signal.aborted) return { error: ended(where, scope.signal), certain };
  const trouble = scope.trace.find(isTrouble) ?? scope.trace.at(-1);
  if (trouble === undefined) return { error: refusedHere(where, thrown), certain };
  const error =
    trouble.kind === "no-answer"
      ? unanswered(where, trouble)
      : badAnswer(where, accountId, trouble.status, trouble.isJson);
  return { error, certain };
}

const isTrouble = (exchange: Exchange): boolean => exchange.kind === "no-answer" || exchange.status >= 400;

/** Of no answer at all it counts whether the request had left; of an answer, its status. */
function mayHaveWorked(exchange: Exchange): boolean {
  if (!exchange.decides) return false;
  if (exchange.kind === "no-answer") return exchange.requestLeft;
  return mayHaveBeenDone(exchange.status);
}

/** The caller gave up, or the call's own deadline has passed. */
function ended(where: string, { reason }: AbortSignal): ChannelError {
  return reason instanceof DOMException && reason.name === "TimeoutError"
    ? new ChannelError("timeout", `${where} failed: no answer in time.`)
    : new ChannelError("aborted", `${where} was given up.`);
}

const FIXES: Readonly<Record<number, string>> = {
  [-69]: "Zalo wants this account to do less in the same time: lower the setting `pace`.",
  429: "Zalo wants this account to do less in the same time: lower the setting `pace`.",
  114: "Check that the chat exists and that the account may write to it.",
  118: "The text is longer than Zalo takes.",
  123: "This person does not take messages from the account; write to fewer people who are no friends of it.",
};

/** The command that mends a session which Zalo does not accept any more. */
export const loginCommand = (accountId: string): string =>
  `openclaw channels login --channel zalouser --account ${accountId}`;

function refused(where: string, accountId: string, code: number, said: string): ChannelError {
  const isOver = code === 102 || code === 600;
  const fix = isOver ? `The login has ended: run ${loginCommand(accountId)}` : FIXES[code];
  return new ZaloRefused(
    code,
    `${where} was refused with ${code}${said === "" ? "" : `: ${said}`}.`,
    fix === undefined ? {} : { fix },
  );
}

/** The library itself said no, before it asked Zalo anything. */
function refusedHere(where: string, thrown: unknown): ChannelError {
  const said = sentence(thrown);
  return new ChannelError("rejected", `${where} cannot be made${said === "" ? "" : `: ${said}`}.`, {
    cause: thrown,
  });
}

function badAnswer(where: string, accountId: string, status: number, isJson: boolean): ChannelError {
  if (status === 429) return refused(where, accountId, 429, "");
  if (status >= 500) return new ChannelError("unreachable", `${where} failed: Zalo answered HTTP ${status}.`);
  if (status === 408) return new ChannelError("timeout", `${where} failed: Zalo answered HTTP ${status}.`);
  // A page instead of JSON comes from something between us and Zalo as well, so that it may pass.
  if (status >= 400 && isJson) {
    return new ChannelError("rejected", `${where} was refused with HTTP ${status}.`);
  }
  return new ChannelError(
    "bad-response",
    `${where} got an answer that cannot be understood (HTTP ${status}).`,
  );
}

function unanswered(where: string, { why, requestLeft, detail, proxy }: Unanswered): ChannelError {
  if (why === "deadline") return new ChannelError("timeout", `${where} failed: no answer in time.`);
  if (!requestLeft) return notReached(where, { detail, proxy });
  const code = detail === undefined ? "" : ` (${detail})`;
  return new ChannelError(
    "unreachable",
    `${where} failed: the connection broke before an answer came${code}.`,
  );
}

/** No connection came about. `detail` is a code of the network or of the proxy. */
export function notReached(
  where: string,
  { detail, proxy }: { detail?: string | undefined; proxy?: ProxyTrouble | undefined },
): ChannelError {
  const { what, fix } = sayUnreached(proxy, "Zalo", "Check the network.");
  return new ChannelError(
    "unreachable",
    `${where} failed: ${what}${detail === undefined ? "" : ` (${detail})`}.`,
    { fix },
  );
}

/** The library's own errors carry Zalo's code; the class itself is not at hand here. */
function isZalo(thrown: unknown): thrown is Error & { code: unknown } {
  return thrown instanceof Error && thrown.name === "ZcaApiError";
}

const codeOf = (thrown: unknown): number | undefined =>
  isZalo(thrown) && typeof thrown.code === "number" ? thrown.code : undefined;

const MAX_SENTENCE = 160;

/**
 * What Zalo or the library said, when it is one short sentence. Longer texts of the library hold whole answers or
 * its state, and anything that looks like a key is left out.
 */
function sentence(thrown: unknown): string {
  if (!isZalo(thrown) || typeof thrown.message !== "string") return "";
  const { message } = thrown;
  if (message.length > MAX_SENTENCE || /[\p{Cc}{}]/u.test(message)) return "";
  return message.replace(/[\w+/=%-]{20,}/g, "…").replace(/[.\s]+$/, "");
}
