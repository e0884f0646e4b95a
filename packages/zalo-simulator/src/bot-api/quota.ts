import type { Bot } from "../world/bot.ts";
import type { Chat } from "../world/chat.ts";
import type { World } from "../world/world.ts";
import { vietnamDate } from "./vietnam-date.ts";

/** Counts one bot's accepted sends of the current month. */
export class QuotaCounter {
  #month = "";
  #sends = 0;

  /** Sends accepted this month, counted whether or not a quota is set. */
  get sends(): number {
    this.#turnPage();
    return this.#sends;
  }

  count(): void {
    this.#turnPage();
    this.#sends += 1;
  }

  #turnPage(): void {
    const month = vietnamDate().slice(0, 7);
    if (month !== this.#month) this.#sends = 0;
    this.#month = month;
  }
}

/** Whether the bot's plan forbids one more message to this chat. */
export function isOverQuota(world: World, bot: Bot, chat: Chat, counter: QuotaCounter): boolean {
  const { quota } = bot.switches;
  if (quota === "off") return false;
  return counter.sends >= quota.messagesPerMonth || isBeyondPlan(world, bot, chat);
}

/** Whether this person or group came after the plan was full. */
export function isBeyondPlan(world: World, bot: Bot, chat: Pick<Chat, "id" | "kind">): boolean {
  const { quota } = bot.switches;
  if (quota === "off") return false;
  if (chat.kind === "direct") return [...bot.peopleMet].indexOf(chat.id) >= quota.usersPerBot;
  const groups = world.groups.filter((group) => group.bots.includes(bot));
  return groups.findIndex((group) => group.id === chat.id) >= quota.groups;
}
