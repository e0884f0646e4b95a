import type { WizardPrompter } from "openclaw/plugin-sdk/setup";

/**
 * What an operator answers to a question: the label of a choice, a text, or yes and no; where several may be chosen,
 * their labels with commas between them. Several answers: one per time.
 */
type Answers = Readonly<Record<string, string | boolean | readonly (string | boolean)[]>>;

/**
 * Somebody in front of the guided set-up who answers some questions, given by how they begin, and presses
 * Enter at all others. Sees what the terminal shows, and types again when an answer is refused.
 */
export class ScriptedOperator {
  /** Every question in the order it was asked. */
  readonly asked: string[] = [];
  /** Every note, refusal and progress line. */
  readonly told: string[] = [];
  /** What was offered as choices, by question. */
  readonly offered = new Map<string, string[]>();
  /** What stood in the line already, by question. */
  readonly proposed = new Map<string, string>();
  readonly #answers: [string, (string | boolean)[]][];

  constructor(answers: Answers = {}) {
    this.#answers = Object.entries(answers).map(([question, answer]) => [question, [answer].flat()]);
  }

  /** Answers that no question asked for; a story that leaves some has told something else than it meant. */
  get unused(): string[] {
    return this.#answers.filter(([, left]) => left.length > 0).map(([question]) => question);
  }

  readonly prompter: WizardPrompter = {
    intro: async () => {},
    outro: async () => {},
    plain: async (message) => void this.told.push(message),
    note: async (message, title) => void this.told.push(`${title ?? ""}\n${message}`),
    progress: () => ({
      update: (message) => void this.told.push(message),
      stop: (message) => void this.told.push(message ?? ""),
    }),
    select: async ({ message, options, initialValue }) => {
      this.offered.set(
        message,
        options.map(({ label }) => label),
      );
      const answer = this.#next(message);
      const chosen = options.find(({ label, value }) =>
        answer === undefined ? value === initialValue : label === answer,
      );
      if (answer !== undefined && chosen === undefined)
        throw new Error(`"${message}" does not offer "${answer}".`);
      const [first] = options;
      const option = chosen ?? first;
      if (option === undefined) throw new Error(`"${message}" offers nothing.`);
      return option.value;
    },
    multiselect: async ({ message, options, initialValues = [] }) => {
      this.offered.set(
        message,
        options.map(({ label }) => label),
      );
      const answer = this.#next(message);
      if (answer === undefined) return [...initialValues];
      const labels = String(answer).split(", ").filter(Boolean);
      const missing = labels.filter((wanted) => !options.some(({ label }) => label === wanted));
      if (missing.length > 0) throw new Error(`"${message}" does not offer "${missing.join('", "')}".`);
      return options.filter(({ label }) => labels.includes(label)).map(({ value }) => value);
    },
    confirm: async ({ message, initialValue }) => (this.#next(message) ?? initialValue) === true,
    text: async ({ message, initialValue, validate }) => {
      this.proposed.set(message, initialValue ?? "");
      let typed = this.#next(message) ?? initialValue ?? "";
      for (let refusal = validate?.(String(typed)); refusal; refusal = validate?.(String(typed))) {
        this.told.push(refusal);
        const again = this.#take(message);
        if (again === undefined) throw new Error(`"${message}" takes none of the answers: ${refusal}`);
        typed = again;
      }
      return String(typed);
    },
  };

  #next(message: string): string | boolean | undefined {
    this.asked.push(message);
    return this.#take(message);
  }

  #take(message: string): string | boolean | undefined {
    return this.#answers.find(([question]) => message.startsWith(question))?.[1].shift();
  }
}
