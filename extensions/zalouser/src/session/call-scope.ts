import { AsyncLocalStorage } from "node:async_hooks";
import type { ProxyTrouble } from "channel-kit/http/network-failure";

/** What became of one request, before anybody says what it means. */
export type Exchange = Answered | Unanswered;

interface Request {
  /** False for what only prepares a call, such as an upload: when it fails nobody has seen anything. */
  decides: boolean;
}

export interface Answered extends Request {
  kind: "answered";
  status: number;
  isJson: boolean;
}

export interface Unanswered extends Request {
  kind: "no-answer";
  /** False only when the request certainly never reached Zalo. */
  requestLeft: boolean;
  why: "broken" | "deadline" | "aborted";
  /** A code of the network or of a proxy, such as `ECONNREFUSED` or `HTTP 502`; never a message. */
  detail?: string;
  proxy?: ProxyTrouble;
}

/** What belongs to one call: the library hands none of it to the function that makes its requests. */
export interface CallScope {
  /** Fires when the caller gives up or the call's deadline has passed. */
  signal: AbortSignal;
  /** The most that one request of the call may take, in milliseconds. */
  requestMs: number;
  trace: Exchange[];
  /** The code with which Zalo refused a login; the library drops it. */
  loginCode?: number | undefined;
  redirects: number;
  /** An answer has brought cookies. The library has them when the call is over. */
  hasCookies?: boolean;
}

/** The call on whose behalf the code that asks is running. */
export const callScope = new AsyncLocalStorage<CallScope>();
