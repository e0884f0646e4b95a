/** Commands that act on the turn that is running, and so may not wait for it. */
const URGENT = /^\/(?:stop|abort|cancel)\b/i;

export function isUrgent(text: string): boolean {
  return URGENT.test(text.trim());
}

/** In a group the command stands behind the bot's mention, whose name is at most so long. */
const URGENT_MENTION = /^@[^\n/]{1,80}\s(?=\/\w+\s*$)/;

/**
 * What is handled one at a time: a chat's messages. Urgent commands have a lane beside it, also behind a
 * mention. Whose mention it is cannot be known here; a message that is no command after all is answered in
 * its turn, only perhaps before others of its chat.
 */
export function laneOf(chatId: string, text: string): string {
  return isUrgent(text.trim().replace(URGENT_MENTION, "")) ? `urgent:${chatId}` : `chat:${chatId}`;
}
