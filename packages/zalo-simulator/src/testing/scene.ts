import type { SwitchChange } from "../bot-api/switches.ts";
import { type Simulator, startSimulator } from "../simulator.ts";
import type { Bot } from "../world/bot.ts";
import type { Person } from "../world/person.ts";
import { type Called, call } from "./call.ts";

/** One simulator, one bot, one person, and the bot's side of the wire. */
export interface Scene extends AsyncDisposable {
  zalo: Simulator;
  bot: Bot;
  alice: Person;
  call(method: string, params?: object, init?: RequestInit): Promise<Called>;
  /** Resolves once the bot has this many polls opened since the start. */
  pollsOpened(count: number): Promise<void>;
}

export async function scene(switches: SwitchChange = {}): Promise<Scene> {
  const zalo = await startSimulator();
  const bot = zalo.world.addBot({ name: "Bot Shop", switches });
  const alice = zalo.world.addPerson({ name: "Alice" });
  return {
    zalo,
    bot,
    alice,
    call: (method, params, init) => call(zalo, bot, method, params, init),
    pollsOpened: async (count) => {
      let seen = 0;
      await zalo.journal.waitFor(({ kind }) => kind === "poll-opened" && ++seen === count, WAIT);
    },
    [Symbol.asyncDispose]: () => zalo.close(),
  };
}

/** Long enough for a busy machine; a story that works never waits for it. */
export const WAIT = { timeoutMs: 20_000 } as const;
