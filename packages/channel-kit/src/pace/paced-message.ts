import type { Delivery } from "../outcome/delivery.ts";

/** One platform message that somebody wants to send. */
export interface PacedMessage {
  chat: { kind: "direct" | "group"; id: string };
  /** Whether the person of a direct chat is a friend of the account; not known means no. Nothing in a group. */
  isFriend: boolean;
  /** Nobody has asked for it: no answer to somebody who wrote lately. */
  proactive: boolean;
  /** Characters, for the typing gap; 0 for what is not typed. */
  length: number;
  /** When the sender gives up, in epoch milliseconds. */
  deadlineAt: number;
  /**
   * What to do about a cause that will last: `wait` for its end, as long as the deadline allows, or `refuse`, so that
   * the sender can let go of what it holds and come again.
   */
  longHolds: "wait" | "refuse";
}

/**
 * The right to send one message now. While it is held no other message of the account leaves, so it must be
 * disposed when the platform has answered or the sender has changed its mind; `using` does that.
 */
export interface Permit extends Disposable {
  /** To be told what became of the message. The pacer slows down when the platform wants it to. */
  learned(delivery: Delivery): void;
}

export const chatKeyOf = ({ chat }: PacedMessage): string => `${chat.kind}:${chat.id}`;

/** Whether a message goes to somebody who is not a friend. */
export const isStranger = ({ chat, isFriend }: PacedMessage): boolean => chat.kind === "direct" && !isFriend;
