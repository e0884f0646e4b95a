import type { WizardPrompter } from "openclaw/plugin-sdk/setup";
import type { Words } from "./words-en.ts";

/** The conversation with whoever sets an account up. */
export interface Talk {
  prompter: WizardPrompter;
  words: Words;
  accountId: string;
}
