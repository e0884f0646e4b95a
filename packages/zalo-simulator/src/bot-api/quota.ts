import type { Bot } from "../world/bot.ts";
import type { Chat } from "../world/chat.ts";
import type { World } from "../world/world.ts";
import type { PeriodCounter } from "./period-counter.ts";

/** Whether the bot's plan forbids one more message to this chat. */
export function isOverQuota(world: World, bot: Bot, chat: Chat, sends: PeriodCounter): boolean {
  const { quota } = bot.switches;
  if (quota === "off") return false;
  return sends.count >= quota.messagesPerMonth || isBeyondPlan(world, bot, chat);
}

/** Whether this person or group came after the plan was full. */
export function isBeyondPlan(world: World, bot: Bot, chat: Pick<Chat, "id" | "kind">): boolean {
  const { quota } = bot.switches;
  if (quota === "off") return false;
  if (chat.kind === "direct") return [...bot.peopleMet].indexOf(chat.id) >= quota.usersPerBot;
  const groups = world.groups.filter((group) => group.bots.includes(bot));
  return groups.findIndex((group) => group.id === chat.id) >= quota.groups;
}
