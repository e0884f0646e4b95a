import type { Think } from "demo/model";

/** What the model takes for a thought. */
export const THINKING_MS = 600;

/** What the model says to a question. */
export const answerTo = (question: string): string => `Trả lời cho ${question}`;

/** A model that takes its time and lets one wait for the instants at which it is asked and has answered. */
export class SlowModel {
  readonly #listeners = new Map<string, () => void>();

  readonly think: Think = async ({ text }) => {
    this.#listeners.get(`asked ${text}`)?.();
    await after(THINKING_MS);
    setImmediate(() => this.#listeners.get(`answered ${text}`)?.());
    return answerTo(text);
  };

  /** Resolves when it has been asked one of these. */
  asked(questions: readonly string[]): Promise<void> {
    return this.#once("asked", questions);
  }

  /** Resolves when it has answered one of these. */
  answered(questions: readonly string[]): Promise<void> {
    return this.#once("answered", questions);
  }

  #once(what: string, questions: readonly string[]): Promise<void> {
    return new Promise((resolve) => {
      for (const question of questions) this.#listeners.set(`${what} ${question}`, resolve);
    });
  }
}

/** Time that passes between two instants, of which nothing else tells. */
export const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
