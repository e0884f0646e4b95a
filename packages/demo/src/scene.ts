import type { Simulator } from "zalo-simulator/simulator";
import type { Bot } from "zalo-simulator/world/bot";
import type { Person } from "zalo-simulator/world/person";

/** The simulated Zalo with the one person and the one bot of the demo. */
export interface Scene {
  zalo: Simulator;
  bot: Bot;
  person: Person;
}

/** The same at every start, so that who was approved stays approved. */
const PERSON = { name: "An", id: "a1b2c3d4e5f6a7b8c9d0" };
const BOT = { name: "Bot Demo", token: "1000000000000000001:a-token-of-the-simulated-zalo-only" };

export function setScene(zalo: Simulator): Scene {
  return { zalo, bot: zalo.world.addBot(BOT), person: zalo.world.addPerson(PERSON) };
}

/** Resolves when the gateway listens to the bot's messages. */
export async function untilListening({ zalo, bot }: Scene): Promise<void> {
  await zalo.journal.waitFor((entry) => entry.kind === "poll-opened" && entry.botId === bot.id, {
    timeoutMs: LISTEN_TIMEOUT_MS,
  });
}

/** The gateway serves a moment before its channels are started. */
const LISTEN_TIMEOUT_MS = 60_000;
