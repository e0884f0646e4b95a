/** Commands that act on the turn that is running, and so may not wait for it. */
const URGENT = /^\/(?:stop|abort|cancel)\b/i;

export function isUrgent(text: string): boolean {
  return URGENT.test(text.trim());
}

/** What is handled one at a time: a chat's messages. Urgent commands have a lane beside it. */
export function laneOf(chatId: string, text: string): string {
  return isUrgent(text) ? `urgent:${chatId}` : `chat:${chatId}`;
}
