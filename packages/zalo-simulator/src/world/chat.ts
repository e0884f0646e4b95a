import { BoundedList } from "./bounded.ts";
import type { Content } from "./content.ts";
import { until } from "./until.ts";

/** How many lines of one chat are remembered at least. */
export const CHAT_LINES_KEPT = 10_000;

/** What a person wrote, before any protocol gives it its wire form; or a bot, where its own sends come back to it. */
export interface PersonMessage {
  readonly messageId: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly from: { readonly id: string; readonly name: string; readonly isBot?: true };
  readonly chat: Chat;
  readonly content: Content;
  /** The id of the message this one answers. */
  readonly replyTo?: string;
}

/** What a bot sent, as its reader has it in front of them. */
export interface BotMessage {
  readonly messageId: string;
  readonly botId: string;
  readonly kind: "text" | "photo" | "sticker" | "voice";
  /** The text, or a photo's caption; empty when there is none. */
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly parseMode?: string;
  /** The parameters of the call, unchanged. */
  readonly params: Readonly<Record<string, unknown>>;
}

export type ChatLine =
  | { readonly from: "person"; readonly message: PersonMessage }
  | { readonly from: "bot"; readonly message: BotMessage };

/** One place where messages are exchanged: a group, or one person with one bot. */
export class Chat {
  readonly id: string;
  readonly kind: "direct" | "group";
  readonly #title: string;
  readonly #lines = new BoundedList<ChatLine>(CHAT_LINES_KEPT);
  readonly #heard = new Map<string, BoundedList<BotMessage>>();
  readonly #listeners = new Set<() => void>();
  readonly #closed: AbortSignal;

  constructor(init: { id: string; kind: "direct" | "group"; title: string; closed: AbortSignal }) {
    this.id = init.id;
    this.kind = init.kind;
    this.#title = init.title;
    this.#closed = init.closed;
  }

  /** Both sides of the conversation, oldest first: a live view. */
  get lines(): readonly ChatLine[] {
    return this.#lines.items;
  }

  /** What this bot sent here, oldest first: a live view. */
  heardFrom(botId: string): readonly BotMessage[] {
    return this.#heard.get(botId)?.items ?? [];
  }

  append(line: ChatLine): void {
    this.#lines.push(line);
    if (line.from === "bot") {
      const heard = this.#heard.get(line.message.botId) ?? new BoundedList<BotMessage>(CHAT_LINES_KEPT);
      this.#heard.set(line.message.botId, heard);
      heard.push(line.message);
    }
    for (const listener of [...this.#listeners]) listener();
  }

  /** Resolves with what the bot sent here once the predicate holds; rejects with the chat as it stands. */
  waitFor(
    botId: string,
    predicate: (messages: readonly BotMessage[]) => boolean,
    options: { timeoutMs: number },
  ): Promise<readonly BotMessage[]> {
    return until<readonly BotMessage[]>({
      check: () => {
        const heard = this.heardFrom(botId);
        return predicate(heard) ? [...heard] : undefined;
      },
      subscribe: (listener) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
      timeoutMs: options.timeoutMs,
      explain: () => `${this.#title} did not come to that within ${options.timeoutMs} ms.${this.#dump()}`,
      closed: this.#closed,
    });
  }

  #dump(): string {
    if (this.lines.length === 0) return " Nobody wrote anything in it.";
    const shown = this.lines.slice(-DUMPED_LINES).map((line) => {
      const who = line.from === "bot" ? "bot" : line.message.from.name;
      const what = line.from === "bot" ? line.message.text || `(${line.message.kind})` : said(line.message);
      return `\n  ${who}: ${what}`;
    });
    return ` Its last lines:${shown.join("")}`;
  }
}

/** Lines of a chat in the message of a wait that failed. */
const DUMPED_LINES = 30;

const said = ({ content }: PersonMessage): string =>
  content.kind === "text" ? content.text : `(${content.kind})`;
