import type { EncryptMode } from "./encode-event.ts";

/** Something an account is told over its sockets, before it is wrapped. */
export interface SocketEvent {
  cmd: number;
  /** Default 0. */
  subCmd?: number;
  /** What clients find under `data` after unwrapping. */
  data: unknown;
  /** The messages in it, for the journal. */
  msgIds?: readonly string[];
  /** Wrapped like this instead of as the account's switch says. */
  encrypt?: EncryptMode | undefined;
}
