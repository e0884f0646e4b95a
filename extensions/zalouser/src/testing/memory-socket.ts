import { ChannelError } from "channel-kit/outcome/channel-error";
import type { SessionEvent, SessionSocket, SocketEnd, SocketHandlers, Thread } from "../session/port.ts";

type MessageEvent = Extract<SessionEvent, { kind: "message" }>;

/** One open socket in memory; a test says what it brings and when it ends. */
export class MemorySocket implements SessionSocket {
  readonly ended: Promise<SocketEnd>;
  hasEnded = false;
  /** False: whoever pings waits for an answer in vain. */
  answersPings = true;
  /** False: what is asked for of the past does not come until `bringOld`. */
  answersOld = true;
  /** False: closing it ends nothing, as with a peer that is gone. */
  endsWhenClosed = true;
  readonly askedOld: { kind: Thread["kind"]; after: string | undefined }[] = [];
  readonly #handlers: SocketHandlers;
  readonly #past: readonly MessageEvent[];
  #end: (end: SocketEnd) => void = () => {};

  constructor(handlers: SocketHandlers, past: readonly MessageEvent[]) {
    this.#handlers = handlers;
    this.#past = past;
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  /** Something happens on Zalo. */
  brings(event: SessionEvent): void {
    this.#handlers.event(event);
  }

  bringsBadFrame(): void {
    this.#handlers.badFrame();
  }

  end(end: SocketEnd): void {
    this.hasEnded = true;
    this.#end(end);
  }

  async ping(): Promise<void> {
    if (!this.answersPings) throw new ChannelError("timeout", "Zalo did not answer.");
  }

  requestOld(kind: Thread["kind"], after: string | undefined): void {
    if (this.hasEnded) return;
    this.askedOld.push({ kind, after });
    if (this.answersOld) queueMicrotask(() => this.bringOld(kind, after));
  }

  /** Brings what lies in the past behind a message, as Zalo answers `requestOld`. */
  bringOld(kind: Thread["kind"], after?: string): void {
    for (const event of this.#past) {
      const isLater = after === undefined || Number(event.message.msgId) > Number(after);
      if (event.thread.kind === kind && isLater) this.#handlers.event({ ...event, old: true });
    }
  }

  close(): void {
    if (this.endsWhenClosed) this.end({ why: "closed" });
  }
}
