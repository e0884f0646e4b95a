import type { MessageBook } from "../receive/message-book.ts";
import type { AccountSafety } from "../safety/account-safety.ts";
import type { LaterSends } from "../safety/later-sends.ts";
import type { Speaker } from "../send/speaker.ts";
import type { Session } from "../session/port.ts";

/** An account that is logged in and running in this process. */
export interface LiveAccount {
  session: Session;
  speaker: Speaker;
  /** To be asked before anything is sent that the speaker does not send. */
  safety: AccountSafety;
  /** Takes over what may not go out at this time of the day. */
  later: LaterSends;
  messages: MessageBook;
}

/** The accounts that run in this process. Nothing else may open a session: Zalo allows one per account. */
export class LiveAccounts {
  readonly #accounts = new Map<string, LiveAccount>();

  /** Undefined while the account is not logged in here. */
  find(accountId: string): LiveAccount | undefined {
    return this.#accounts.get(accountId);
  }

  /** Until disposed, the account is found. */
  enter(accountId: string, live: LiveAccount): Disposable {
    this.#accounts.set(accountId, live);
    return {
      [Symbol.dispose]: () => {
        if (this.#accounts.get(accountId) === live) this.#accounts.delete(accountId);
      },
    };
  }
}
