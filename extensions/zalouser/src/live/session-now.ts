import type { Speaking } from "channel-kit/host/account-inbox";
import { ChannelError } from "channel-kit/outcome/channel-error";
import type { Permit } from "channel-kit/pace/paced-message";
import type { Session } from "../session/port.ts";
import type { LiveAccount, LiveAccounts } from "./live-accounts.ts";

/** Calls that only pass through to whichever session there is. */
type Asking = Pick<Session, "friends" | "groups" | "sendSeen" | "sendDelivered">;

/**
 * The session that an account has now; it may have several in one run, one after the other. While there is none,
 * whatever needs one is refused, and may be tried again.
 */
export class SessionNow {
  readonly #accountId: string;
  readonly #accounts: LiveAccounts;
  #live: { account: LiveAccount; keeping: AsyncDisposable; left: Disposable } | undefined;
  #last: LiveAccount | undefined;

  constructor(accountId: string, accounts: LiveAccounts) {
    this.#accountId = accountId;
    this.#accounts = accounts;
  }

  /** The account's own user id; empty before its first session. */
  ownId = "";

  get session(): Session | undefined {
    return this.#live?.account.session;
  }

  /** The session from now on, and what keeps its login saved. The one before has to have been left. */
  enter(account: LiveAccount, keeping: AsyncDisposable): void {
    this.ownId = account.session.ownId;
    this.#last = account;
    this.#live = { account, keeping, left: this.#accounts.enter(this.#accountId, account) };
  }

  /** Ends the session, and saves its login a last time. */
  async leave(): Promise<void> {
    const live = this.#live;
    this.#live = undefined;
    live?.left[Symbol.dispose]();
    await live?.keeping[Symbol.asyncDispose]();
    await live?.account.session[Symbol.asyncDispose]();
  }

  readonly asking: Asking = {
    friends: async (signal) => await this.#needed().session.friends(signal),
    groups: async (signal) => await this.#needed().session.groups(signal),
    sendSeen: async (...args) => await this.#needed().session.sendSeen(...args),
    sendDelivered: async (...args) => await this.#needed().session.sendDelivered(...args),
  };

  readonly speaking: Speaking & {
    admit(...args: Parameters<NonNullable<Speaking["admit"]>>): Promise<Permit>;
  } = {
    admit: async (...args) => await this.#needed().speaker.admit(...args),
    send: async (...args) => {
      const speaker = this.#live?.account.speaker;
      return speaker === undefined
        ? { kind: "not-sent", error: this.#notConnected() }
        : await speaker.send(...args);
    },
    sendToPerson: async (...args) => await this.#needed().speaker.sendToPerson(...args),
    typing: async (...args) => await this.#live?.account.speaker.typing(...args),
    compose: async (...args) => await this.#composing().speaker.compose(...args),
  };

  /**
   * An agent's turn may outlive this run. What it says then is written down all the same, for the next run to send:
   * or else the agent would be asked again. Without any session only the members of groups are not known.
   */
  #composing(): LiveAccount {
    return this.#live?.account ?? this.#accounts.find(this.#accountId) ?? this.#last ?? this.#needed();
  }

  #needed(): LiveAccount {
    if (this.#live === undefined) throw this.#notConnected();
    return this.#live.account;
  }

  #notConnected(): ChannelError {
    return new ChannelError("unreachable", `Zalo account "${this.#accountId}" is not connected.`);
  }
}
