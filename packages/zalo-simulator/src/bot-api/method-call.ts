import type { MediaShelf } from "../media/shelf.ts";
import type { Journal } from "../world/journal.ts";
import type { World } from "../world/world.ts";
import type { Account } from "./account.ts";
import type { Answer } from "./answers.ts";

/** The parameters of a call after decoding: strings only, unless they came as JSON. */
export type Params = Readonly<Record<string, unknown>>;

/** One authorised call of a method. */
export interface MethodCall {
  readonly account: Account;
  readonly params: Params;
  /** Aborted once nobody can read the answer any more. */
  readonly gone: AbortSignal;
  readonly world: World;
  readonly journal: Journal;
  readonly media: MediaShelf;
  /** Aborted when the simulator closes. */
  readonly closed: AbortSignal;
}

/** What a method answers, the update it hands over, and what comes after, where there is such. */
export interface MethodResult {
  answer: Answer;
  handedOver?: { messageId: string; chatId: string; pollId: number };
  /** What happens on account of the call once it is answered. Must not reject. */
  afterwards?: () => Promise<void>;
}

/** One method of the Bot API. It may throw a `Refusal` instead of answering. */
export type Method = (call: MethodCall) => MethodResult | Promise<MethodResult>;

/** Ends a method early with Zalo's own "no". */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly answer: Answer;

  constructor(answer: Answer) {
    super("The Bot API refused a call.");
    this.answer = answer;
  }
}
