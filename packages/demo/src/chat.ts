import type { JournalEntry } from "zalo-simulator/world/journal";
import { approve, approveCommand, pairingCode } from "./pairing.ts";
import type { Scene } from "./scene.ts";
import type { Demo } from "./start-demo.ts";
import { talk } from "./talk.ts";
import type { Terminal } from "./terminal.ts";

const COMMANDS = `  /approve [code]  approve the pairing code, as the bot's owner would
  /journal         what has happened on the simulated Zalo lately
  /help            this list
  /quit            stop everything (so does Ctrl-C)
Everything else is written to the bot.`;

/** How many entries `/journal` shows. */
const JOURNAL_SHOWN = 20;
const JOURNAL_LINE_LENGTH = 160;

/**
 * Shows where the page is, and lets one play a person on the simulated Zalo here as well, line by line, until the
 * input ends or `/quit`.
 */
export async function chat(demo: Demo, scene: Scene, terminal: Terminal): Promise<void> {
  const talking = new Chat(demo, scene, terminal);
  const unsubscribe = scene.zalo.journal.subscribe((entry) => talking.show(entry));
  try {
    terminal.print(
      `\nOpen this in your browser:  ${scene.zalo.url}\n\nHere in the terminal you are ${scene.person.name}, writing to ${scene.bot.name}. Try “xin chào”.\n${COMMANDS}\n`,
    );
    for await (const line of terminal.lines()) {
      if (line === "/quit" || line === "/exit") return;
      await talking.type(line);
    }
  } finally {
    unsubscribe();
  }
}

class Chat {
  readonly #demo: Demo;
  readonly #scene: Scene;
  readonly #terminal: Terminal;
  #code: string | undefined;
  #typingShown = false;

  constructor(demo: Demo, scene: Scene, terminal: Terminal) {
    this.#demo = demo;
    this.#scene = scene;
    this.#terminal = terminal;
  }

  /** One line of the person at the keyboard. */
  async type(line: string): Promise<void> {
    const [command, argument] = line.split(/\s+/, 2);
    switch (command) {
      case "":
        return;
      case "/help":
        return this.#terminal.print(COMMANDS);
      case "/journal":
        return this.#terminal.print(this.#journal());
      case "/approve":
        return await this.#approve(argument ?? this.#code);
      default:
        return await this.#write(line);
    }
  }

  /** One thing that happened on the simulated Zalo. */
  show(entry: JournalEntry): void {
    if (!("chatId" in entry) || entry.chatId !== this.#scene.person.id) return;
    const { name } = this.#scene.bot;
    if (entry.kind === "typing" && !this.#typingShown) {
      this.#typingShown = true;
      this.#terminal.print(`  ${name} is typing…`);
    }
    if (entry.kind === "bot-message") {
      this.#typingShown = false;
      this.#terminal.print(`${name}: ${entry.text.replaceAll("\n", "\n  ")}\n`);
      const code = pairingCode(entry.text);
      if (code !== undefined) this.#invite(code);
    }
  }

  async #write(text: string): Promise<void> {
    if (!this.#terminal.isInteractive) this.#terminal.print(`${this.#scene.person.name}: ${text}`);
    const talked = this.#talk(text);
    // Who types sees what comes and goes on typing; a list of lines is meant one after the other.
    if (!this.#terminal.isInteractive) await talked;
  }

  async #talk(text: string): Promise<void> {
    try {
      const heard = await talk(this.#scene, this.#demo.gateway, text);
      if (heard.kind === "challenged" && heard.texts.length === 0) {
        this.#terminal.print(
          "  (No answer: the bot has given you a code before, and repeats it once an hour.)",
        );
        this.#invite(heard.code);
      }
      if (heard.kind === "nothing") {
        this.#terminal.print(`  (No answer yet. The gateway's log: ${this.#demo.gateway.logFile})`);
      }
    } catch {
      // The simulated Zalo has been closed: we are stopping.
    }
  }

  #invite(code: string): void {
    this.#code = code;
    this.#terminal.print(
      `  The bot's owner has to approve you. Type /approve here, or in a second terminal, in the repository:\n` +
        `    ${approveCommand(this.#demo.folder, code)}\n`,
    );
  }

  async #approve(code: string | undefined): Promise<void> {
    if (code === undefined) {
      this.#terminal.print("  There is no code to approve yet: write something to the bot first.");
      return;
    }
    this.#terminal.print(`  $ openclaw pairing approve zalo ${code}`);
    try {
      const said = await approve(this.#demo.gateway, "zalo", code);
      this.#terminal.print(`  ${said.replaceAll("\n", "\n  ")}\n  Now write to the bot again.\n`);
    } catch (error) {
      this.#terminal.print(`  ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  #journal(): string {
    return this.#scene.zalo.journal.entries
      .slice(-JOURNAL_SHOWN)
      .map(({ seq, at, kind, ...facts }) => {
        const line = `  ${seq} ${new Date(at).toISOString().slice(11, 23)} ${kind} ${JSON.stringify(facts)}`;
        return line.length > JOURNAL_LINE_LENGTH ? `${line.slice(0, JOURNAL_LINE_LENGTH)}…` : line;
      })
      .join("\n");
  }
}
