/** Vietnam is seven hours ahead of UTC, all year. */
const VIETNAM_OFFSET_MS = 7 * 60 * 60 * 1000;

/** The date in Vietnam, as `2026-11-20`. Plans and daily limits are taken to follow it. */
export const vietnamDate = (): string => new Date(Date.now() + VIETNAM_OFFSET_MS).toISOString().slice(0, 10);
