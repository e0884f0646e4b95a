import type { RiskBook } from "./risk.ts";
import type { Talk } from "./talk.ts";

/** Says what may happen to the account and asks to accept that, once per gateway. False when they would rather not. */
export async function askRisk({ prompter, words }: Talk, book: RiskBook, now: number): Promise<boolean> {
  if (await book.isAccepted()) return true;
  await prompter.note(words.risk.join("\n"), words.riskTitle);
  if (!(await prompter.confirm({ message: words.acceptRisk, initialValue: false }))) return false;
  await book.accept(now);
  return true;
}
