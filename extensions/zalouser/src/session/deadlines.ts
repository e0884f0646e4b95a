import type { SocketDeadlines } from "./web-socket.ts";

/** How long things may take, in milliseconds; tests have less time. */
export interface Deadlines extends SocketDeadlines {
  /** Taking up an earlier session. */
  loginMs: number;
  /** One page of the QR login. */
  pageMs: number;
  /** A question, or a message that needs no upload. */
  callMs: number;
  /** An upload, and Zalo's word that it is done. */
  uploadMs: number;
}

export const DEADLINES: Deadlines = {
  loginMs: 45_000,
  pageMs: 20_000,
  callMs: 30_000,
  uploadMs: 180_000,
  openMs: 20_000,
  pongMs: 10_000,
  closeMs: 1_000,
};
