import type { ChannelError } from "./channel-error.ts";

/**
 * What is known about one outgoing message after trying to send it.
 *
 * `not-sent` is a promise: the platform certainly did not accept it, so it may be sent again without
 * doubling. `unknown` means the request left and no readable answer came back.
 */
export type Delivery =
  | { kind: "sent"; messageId: string }
  | { kind: "not-sent"; error: ChannelError }
  | { kind: "unknown"; error: ChannelError };
