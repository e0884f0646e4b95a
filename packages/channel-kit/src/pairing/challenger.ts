import type { SpeaksAs } from "../notice/own-word.ts";
import { ChannelError } from "../outcome/channel-error.ts";
import type { Delivery } from "../outcome/delivery.ts";
import type { ChallengeLedger } from "./challenge-ledger.ts";
import { challengeText } from "./challenge-text.ts";
import { MAX_PENDING_PER_ACCOUNT, type PairingSender, type PairingStore } from "./pairing-store.ts";

export type ChallengeOutcome =
  /** The code is on its way to the sender. */
  | { kind: "sent"; code: string }
  /** The sender already has this code, so nothing was sent. */
  | { kind: "silent"; code: string }
  /** The code exists and did not certainly arrive; the sender's next message sends it again. */
  | { kind: "failed"; code: string; error: ChannelError }
  /** No code: too many people are waiting for approval. Nothing was sent. */
  | { kind: "full" };

export interface ChallengerOptions {
  channelId: string;
  accountId: string;
  /** The default account's approve command needs no `--account`. */
  isDefaultAccount: boolean;
  speaksAs: SpeaksAs;
  store: PairingStore;
  ledger: ChallengeLedger;
  /** Sends plain text to the sender's direct chat. May throw; that counts as not sent. */
  send: (sender: PairingSender, text: string) => Promise<Delivery>;
  /** Told what the operator has to know. Never called with the code. */
  warn: (message: string) => void;
}

/**
 * Gives strangers their pairing code: one code per sender and hour, said once it has arrived, and said again
 * at the next message as long as it has not. One per account.
 */
export class Challenger {
  readonly #options: ChallengerOptions;
  readonly #running = new Map<string, Promise<ChallengeOutcome>>();
  #saidFull = false;

  constructor(options: ChallengerOptions) {
    this.#options = options;
  }

  /**
   * Challenges the writer of one message. Messages of one sender that come while a challenge is being sent
   * share its outcome and send nothing. Throws `storage` when the store or the ledger cannot be read.
   */
  async challenge(sender: PairingSender): Promise<ChallengeOutcome> {
    const running = this.#running.get(sender.senderId);
    if (running !== undefined) {
      const outcome = await running;
      return outcome.kind === "sent" ? { kind: "silent", code: outcome.code } : outcome;
    }
    const own = this.#challengeOnce(sender).finally(() => this.#running.delete(sender.senderId));
    this.#running.set(sender.senderId, own);
    return own;
  }

  async #challengeOnce(sender: PairingSender): Promise<ChallengeOutcome> {
    const { channelId, accountId, isDefaultAccount, speaksAs, store, ledger } = this.#options;
    const request = await store.request(sender);
    if (request.kind === "full") {
      this.#sayFull();
      return request;
    }
    this.#saidFull = false;
    const { senderId } = sender;
    const { code } = request;
    if (await ledger.wasSent(senderId, code)) return { kind: "silent", code };
    const account = isDefaultAccount ? {} : { accountId };
    const text = challengeText({ channelId, speaksAs, senderId, code, ...account });
    const delivery = await this.#send(sender, text);
    if (delivery.kind !== "sent") {
      this.#warn(`the pairing code for ${senderId} was not delivered. ${delivery.error.message}`);
      return { kind: "failed", code, error: delivery.error };
    }
    await this.#remember(senderId, code);
    return { kind: "sent", code };
  }

  async #send(sender: PairingSender, text: string): Promise<Delivery> {
    try {
      return await this.#options.send(sender, text);
    } catch (cause) {
      const error =
        cause instanceof ChannelError
          ? cause
          : new ChannelError("unreachable", "Sending the pairing code failed.", { cause });
      return { kind: "not-sent", error };
    }
  }

  /** A failure here must not fail the message: it would be redelivered, and its sender challenged twice. */
  async #remember(senderId: string, code: string): Promise<void> {
    try {
      await this.#options.ledger.markSent(senderId, code);
    } catch {
      this.#warn(`the pairing code for ${senderId} was sent, but that could not be written down.`);
    }
  }

  /** Once until there is room again, because strangers must not be able to fill the log. */
  #sayFull(): void {
    if (this.#saidFull) return;
    this.#saidFull = true;
    this.#warn(
      `${MAX_PENDING_PER_ACCOUNT} people already wait for approval, so new ones get no pairing code. ` +
        `Run "openclaw pairing list ${this.#options.channelId}" and approve them, or wait an hour.`,
    );
  }

  #warn(what: string): void {
    this.#options.warn(`Account "${this.#options.accountId}": ${what}`);
  }
}
