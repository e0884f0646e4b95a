import { ChannelError } from "channel-kit/outcome/channel-error";
import type { Credentials, QrOutcome, Session, SessionOptions, Zalo } from "../session/port.ts";
import { MemorySession } from "./memory-session.ts";

/** A Zalo in memory that takes every saved login up again until it is told to refuse. */
export class MemoryZalo implements Zalo {
  /** What `resume` throws; undefined when it succeeds. */
  refuses: ChannelError | undefined;
  /** Every session it has opened, the last one last. */
  readonly sessions: MemorySession[] = [];
  readonly resumed: { credentials: Credentials; options: SessionOptions }[] = [];
  readonly #make: () => MemorySession;

  constructor(make: () => MemorySession = () => new MemorySession()) {
    this.#make = make;
  }

  /** The session that was opened last. */
  get session(): MemorySession {
    const last = this.sessions.at(-1);
    if (last === undefined) throw new Error("Nobody has logged in.");
    return last;
  }

  async resume(credentials: Credentials, options: SessionOptions, signal: AbortSignal): Promise<Session> {
    if (signal.aborted) throw new ChannelError("aborted", "Logging in was stopped.");
    this.resumed.push({ credentials, options });
    if (this.refuses !== undefined) throw this.refuses;
    return this.open();
  }

  /** A session more. */
  open(): MemorySession {
    const session = this.#make();
    this.sessions.push(session);
    return session;
  }

  async loginByQr(..._asked: Parameters<Zalo["loginByQr"]>): Promise<QrOutcome> {
    throw new Error("Nobody scans a code here.");
  }
}
