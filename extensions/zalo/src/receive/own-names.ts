import type { Envelope } from "channel-kit/envelope/envelope";
import { withoutOwnMention } from "channel-kit/envelope/own-mention";
import type { Ledger } from "channel-kit/inbox/ledger";
import type { Clock } from "channel-kit/time/clock";
import type { BotApi } from "../bot-api/methods.ts";
import type { BotIdentity } from "../bot-api/wire.ts";

const KEY = "self";
/** A renamed bot is still called by its old name for a while. */
const NAMES_AT_MOST = 4;
/** How long the very first messages of an account wait to learn what the bot is called, in milliseconds. */
const FIRST_LEARNING_MS = 5_000;

/** What is remembered of the account's bot between starts. */
export interface RememberedSelf {
  id: string;
  /** The newest first. */
  names: readonly string[];
}

/** Who an account's bot was when it last answered `getMe`; undefined when it never has. */
export async function rememberedSelf(ledger: Ledger): Promise<RememberedSelf | undefined> {
  return (await ledger.get(KEY))?.value as RememberedSelf | undefined;
}

/**
 * What one account's bot is called, which is needed to tell its mention in a text from everything else: Zalo
 * leaves `@Bot name` standing and marks it by nothing. Learnt from `getMe`, and remembered over restarts.
 */
export class OwnNames {
  readonly #ledger: Ledger;
  readonly #clock: Clock;
  readonly #learnt = Promise.withResolvers<void>();
  #names: readonly string[] | undefined;

  constructor(ledger: Ledger, clock: Clock) {
    this.#ledger = ledger;
    this.#clock = clock;
  }

  /** The same API, which teaches us the names whenever it says who the bot is. */
  learningFrom(api: BotApi): BotApi {
    return {
      ...api,
      getMe: async (signal, deadlineMs) => {
        const me = await api.getMe(signal, deadlineMs);
        await this.learn(me).catch(() => {}); // To know who the bot is matters more than to remember it.
        return me;
      },
    };
  }

  async learn(me: BotIdentity): Promise<void> {
    const names = [me.display_name, me.account_name].filter((name) => name !== undefined && name !== "");
    const self = await this.#ledger.update(KEY, (current) => {
      const before = current as RememberedSelf | undefined;
      const older = before?.id === me.id ? before.names : [];
      return { id: me.id, names: [...new Set([...names, ...older])].slice(0, NAMES_AT_MOST) };
    });
    this.#names = self.names as readonly string[];
    this.#learnt.resolve();
  }

  /** The message as the agent and the commands are to see it. One that is nothing but a mention stays. */
  async addressed(envelope: Envelope): Promise<Envelope> {
    if (envelope.chat.kind === "direct" || !envelope.text.includes("@")) return envelope;
    const text = withoutOwnMention(envelope.text, await this.#known());
    return text === "" && envelope.attachments.length === 0 ? envelope : { ...envelope, text };
  }

  async #known(): Promise<readonly string[]> {
    if (this.#names !== undefined) return this.#names;
    this.#names = (await rememberedSelf(this.#ledger))?.names;
    if (this.#names !== undefined) return this.#names;
    const waiting = new AbortController();
    const patience = this.#clock.sleep(FIRST_LEARNING_MS, waiting.signal).catch(() => {});
    await Promise.race([this.#learnt.promise, patience]);
    waiting.abort();
    return this.#names ?? [];
  }
}
