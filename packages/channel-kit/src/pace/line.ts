import { Rate } from "./rate.ts";

/** The messages of one chat, in order. */
export interface ChatLine<Item> {
  key: string;
  items: Item[];
  rate: Rate;
  /** Counts up with every message of the account: the chat that waited longest for its turn has the least. */
  servedAt: number;
}

/** Who waits, chat by chat. Chats with nothing to remember are forgotten. */
export class Lines<Item> {
  readonly #chats = new Map<string, ChatLine<Item>>();
  readonly #newRate: (now: number) => Rate;
  #served = 0;
  #size = 0;

  constructor(perMinute: number, burst: number) {
    this.#newRate = (now) => new Rate(perMinute, burst, now);
  }

  get size(): number {
    return this.#size;
  }

  add(key: string, item: Item, now: number): void {
    let chat = this.#chats.get(key);
    if (chat === undefined) {
      // Whoever comes new stands behind those who were there before.
      chat = { key, items: [], rate: this.#newRate(now), servedAt: this.#served };
      this.#chats.set(key, chat);
    }
    chat.items.push(item);
    this.#size += 1;
  }

  /** False when it was not there any more. */
  remove(key: string, item: Item): boolean {
    const items = this.#chats.get(key)?.items;
    const index = items?.indexOf(item) ?? -1;
    if (index === -1) return false;
    items?.splice(index, 1);
    this.#size -= 1;
    return true;
  }

  /** Notes that a message of the chat leaves. */
  served(chat: ChatLine<Item>, now: number): void {
    this.#served += 1;
    chat.servedAt = this.#served;
    chat.rate.take(now);
  }

  /** Chats in which somebody waits, the one first whose last turn is the longest ago. */
  waiting(now: number): ChatLine<Item>[] {
    for (const chat of this.#chats.values()) {
      if (chat.items.length === 0 && chat.rate.isIdle(now)) this.#chats.delete(chat.key);
    }
    return [...this.#chats.values()]
      .filter(({ items }) => items.length > 0)
      .sort((left, right) => left.servedAt - right.servedAt);
  }

  all(): Item[] {
    return [...this.#chats.values()].flatMap(({ items }) => items);
  }
}
