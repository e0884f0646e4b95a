import type { JournalEntry } from "zalo-simulator/world/journal";
import type { Gateway } from "./gateway.ts";
import { pairingCode, pendingCode } from "./pairing.ts";
import type { Scene } from "./scene.ts";

/** What came back to one message of the person's. */
export type Heard =
  | { kind: "answer"; texts: readonly string[] }
  /** The bot wants the person approved first. `texts` is empty when it said so earlier, as it does once an hour. */
  | { kind: "challenged"; code: string; texts: readonly string[] }
  | { kind: "nothing"; afterMs: number };

/** Nothing at all within this time, not even typing, is how an unapproved person's later messages look. */
const SIGN_OF_LIFE_MS = 10_000;
/** A real model may think for a while. */
const ANSWER_TIMEOUT_MS = 120_000;
/** Messages of one answer follow each other faster than this. */
const PAUSE_MS = 1_500;

/** Writes to the bot and waits for what comes back. Rejects when the simulated Zalo is closed meanwhile. */
export async function talk(scene: Scene, gateway: Gateway, text: string): Promise<Heard> {
  const { zalo, bot, person } = scene;
  let from = zalo.journal.nextSeq;
  /** The next entry of this chat that is of one of these kinds; undefined when none comes in time. */
  const next = async (kinds: readonly JournalEntry["kind"][], timeoutMs: number) => {
    const isNext = (entry: JournalEntry) =>
      kinds.includes(entry.kind) && "chatId" in entry && entry.chatId === person.id;
    try {
      return await zalo.journal.waitFor(isNext, { timeoutMs, from });
    } catch (error) {
      if (await isClosed(scene)) throw error;
      return undefined;
    }
  };
  person.says(bot, text);
  if ((await next(["typing", "bot-message"], SIGN_OF_LIFE_MS)) === undefined) {
    const code = await pendingCode(gateway, person.id);
    if (code !== undefined) return { kind: "challenged", code, texts: [] };
  }
  const texts: string[] = [];
  let timeoutMs = ANSWER_TIMEOUT_MS;
  for (;;) {
    const entry = await next(["bot-message"], timeoutMs);
    if (entry?.kind !== "bot-message") break;
    texts.push(entry.text);
    from = entry.seq + 1;
    timeoutMs = PAUSE_MS;
  }
  if (texts.length === 0) return { kind: "nothing", afterMs: ANSWER_TIMEOUT_MS };
  const code = texts.map(pairingCode).find((found) => found !== undefined);
  return code === undefined ? { kind: "answer", texts } : { kind: "challenged", code, texts };
}

/** A wait that ends because the simulator closes looks like one that ends at its deadline; a new one tells. */
async function isClosed({ zalo }: Scene): Promise<boolean> {
  return await fetch(`${zalo.url}/control/bots`).then(
    async (response) => {
      await response.body?.cancel();
      return false;
    },
    () => true,
  );
}
