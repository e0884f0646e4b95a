/** In which language people are told what the agent cannot tell them. */
export type NoticeLanguage = "vi" | "en";

/** What people in a chat have before them: a bot, or an account that has a person's name. */
export type SpeaksAs = "bot" | "account";

/** The word by which an account speaks of itself. */
export const OWN_WORD: Readonly<Record<SpeaksAs, Readonly<Record<NoticeLanguage, string>>>> = {
  bot: { vi: "bot", en: "bot" },
  account: { vi: "tài khoản", en: "account" },
};
