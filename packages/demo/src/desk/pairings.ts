import type { DeskPairing } from "zalo-simulator/page/desk";
import type { JournalEntry } from "zalo-simulator/world/journal";
import type { Gateway } from "../gateway.ts";
import { pairingRequests } from "../pairing.ts";
import type { Scene } from "../scene.ts";

/** How long a code can be approved, in milliseconds; it says so itself. */
const CODE_LIVES_MS = 60 * 60_000;

/** The command in a message that asks somebody to be approved names both. */
const COMMAND = /^openclaw pairing approve (zalo|zalouser) ([A-Z0-9]+)(?: --account (\S+))?/m;

/** The gateway's name for a channel's only account, which commands need not name. */
const DEFAULT_ACCOUNT = "default";

/** Who waits to be approved: those who are told so while this runs, and those whom the gateway remembers from before. */
export class Pairings {
  readonly #scene: Scene;
  readonly #open = new Map<string, DeskPairing>();

  constructor(scene: Scene) {
    this.#scene = scene;
  }

  /** Newest first. */
  get open(): readonly DeskPairing[] {
    const now = Date.now();
    for (const { code, at } of this.#open.values()) if (at + CODE_LIVES_MS <= now) this.#open.delete(code);
    return [...this.#open.values()].toReversed().toSorted((left, right) => right.at - left.at);
  }

  /** Looks at what happened on Zalo. True when somebody waits who did not before. */
  see(entry: JournalEntry): boolean {
    if (entry.kind !== "bot-message" && entry.kind !== "chat-message") return false;
    const [, channel, code, account] = COMMAND.exec(entry.text) ?? [];
    if (channel === undefined || code === undefined || this.#open.has(code)) return false;
    const id = entry.kind === "bot-message" ? entry.chatId : entry.toId;
    const whose = account === undefined ? {} : { account };
    this.#open.set(code, { channel, code, ...whose, ...this.#person(id), at: entry.at });
    return true;
  }

  /** Asks the gateway for those who were told before this started; each question costs a whole command. */
  async recall(gateway: Pick<Gateway, "cli">, channel: string): Promise<void> {
    for (const { id, code, createdAt, meta } of await pairingRequests(gateway, channel)) {
      const at = Date.parse(createdAt ?? "") || Date.now();
      const account = meta?.accountId ?? DEFAULT_ACCOUNT;
      const whose = account === DEFAULT_ACCOUNT ? {} : { account };
      this.#open.set(code, { channel, code, ...whose, ...this.#person(id, meta?.name), at });
    }
  }

  /** Somebody was approved. */
  approved(code: string): void {
    this.#open.delete(code);
  }

  #person(id: string, name = id): Pick<DeskPairing, "person" | "name"> {
    const { world } = this.#scene.zalo;
    const person = world.person(id) ?? world.personByUid(id);
    return { person: person?.id ?? id, name: person?.name ?? name };
  }
}
