/**
 * Why a channel operation failed, told apart by what the operator or the caller can do about it.
 *
 * - `misconfigured`: a setting is wrong; nothing changes until somebody edits it.
 * - `unauthorized`: the platform refuses the credential; retrying is useless.
 * - `rejected`: the platform understood the request and said no; the same request will fail again.
 * - `rate-limited`: the platform wants us to slow down, or a quota is used up.
 * - `unreachable`: no answer, or an answer that only a broken path between us and the platform gives.
 * - `timeout`: our own deadline passed before an answer came.
 * - `bad-response`: an answer came and cannot be understood.
 * - `aborted`: we stopped it ourselves.
 * - `storage`: the local database cannot be read or written.
 */
export type ChannelErrorCode =
  | "misconfigured"
  | "unauthorized"
  | "rejected"
  | "rate-limited"
  | "unreachable"
  | "timeout"
  | "bad-response"
  | "aborted"
  | "storage";

const RETRYABLE: Readonly<Record<ChannelErrorCode, boolean>> = {
  misconfigured: false,
  unauthorized: false,
  rejected: false,
  "rate-limited": true,
  unreachable: true,
  timeout: true,
  "bad-response": true,
  aborted: false,
  storage: true,
};

export interface ChannelErrorDetails {
  /** One sentence on how to mend it, in the imperative; shown to the operator after the message. */
  fix?: string;
  /** How long the platform asked us to wait, in milliseconds. */
  retryAfterMs?: number;
  /** Overrides what the code implies. */
  retryable?: boolean;
  /** Kept for debuggers; never printed by us, because a vendor's error may hold a URL with a token. */
  cause?: unknown;
}

/**
 * The one error both plugins throw. Its message is safe to show: it is built from method and setting
 * names and never contains a token, cookie, secret or URL.
 */
export class ChannelError extends Error {
  readonly code: ChannelErrorCode;
  readonly fix: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly retryable: boolean;

  constructor(code: ChannelErrorCode, message: string, details: ChannelErrorDetails = {}) {
    super(details.fix === undefined ? message : `${message} ${details.fix}`, { cause: details.cause });
    this.name = "ChannelError";
    this.code = code;
    this.fix = details.fix;
    this.retryAfterMs = details.retryAfterMs;
    this.retryable = details.retryable ?? RETRYABLE[code];
  }
}

/** True when `error` was raised because the caller stopped the work. */
export function isAborted(error: unknown): boolean {
  if (error instanceof ChannelError) return error.code === "aborted";
  return error instanceof Error && error.name === "AbortError";
}
