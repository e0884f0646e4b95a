import { ChannelError } from "channel-kit/outcome/channel-error";
import type { Clock } from "channel-kit/time/clock";
import type { LiveAccounts } from "../live/live-accounts.ts";
import type { Session } from "../session/port.ts";
import { type Answers, Question } from "./question.ts";

/** How long answers are believed, in milliseconds. */
const FRESH_MS = 60_000;
/** Answers of one account that are kept at a time; a member list of 1,000 takes some 100 KB. */
const MOST_ANSWERS = 64;
/** Zalo answers in pages, so that many groups take a while. In milliseconds. */
const PATIENCE_MS = 25_000;

type Answer = Answers[Question["what"]];

/** Answers for the accounts that run in this process, and asks Zalo the same thing once in a minute at most. */
export class LiveDirectory {
  readonly #accounts: Pick<LiveAccounts, "find">;
  readonly #clock: Clock;
  /** What each session has said, the oldest first, by the question. */
  readonly #known = new WeakMap<Session, Map<string, { answer: Promise<Answer>; at: number }>>();

  constructor(accounts: Pick<LiveAccounts, "find">, clock: Clock) {
    this.#accounts = accounts;
    this.#clock = clock;
  }

  /** True when the account is logged in here. */
  knows(accountId: string): boolean {
    return this.#accounts.find(accountId) !== undefined;
  }

  /** Throws a `ChannelError` when the account is not logged in here, or Zalo does not say. */
  async answer(question: Question): Promise<Answer> {
    const session = this.#accounts.find(question.accountId)?.session;
    if (session === undefined) throw notConnected(question.accountId);
    const answers = this.#known.get(session) ?? new Map();
    this.#known.set(session, answers);
    const key = JSON.stringify(question);
    const now = this.#clock.now();
    const known = answers.get(key);
    if (known !== undefined && now - known.at < FRESH_MS) return await known.answer;
    const answer = ask(session, question);
    answers.delete(key);
    answers.set(key, { answer, at: now });
    const [oldest] = answers.keys();
    if (answers.size > MOST_ANSWERS && oldest !== undefined) answers.delete(oldest);
    // A failure is no answer to keep.
    answer.catch(() => {
      if (answers.get(key)?.answer === answer) answers.delete(key);
    });
    return await answer;
  }

  /** The same for a question that came from another process. */
  async answerRaw(params: unknown): Promise<unknown> {
    const question = Question.safeParse(params);
    if (!question.success) throw new ChannelError("rejected", "This is no question for the directory.");
    return await this.answer(question.data);
  }
}

async function ask(session: Session, question: Question): Promise<Answer> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  switch (question.what) {
    case "self":
      return [await session.ownProfile(signal)];
    case "friends":
      return await session.friends(signal);
    case "groups":
      return await session.groups(signal);
    case "members":
      return await session.groupMembers(question.groupId, signal);
  }
}

function notConnected(accountId: string): ChannelError {
  return new ChannelError(
    "unreachable",
    `Zalo account "${accountId}" is not logged in now, so Zalo cannot be asked.`,
    {
      fix: "See why: openclaw channels status --channel zalouser",
    },
  );
}
