import type { Simulator } from "zalo-simulator/simulator";
import type { Bot } from "zalo-simulator/world/bot";
import type { Person } from "zalo-simulator/world/person";

/** The simulated Zalo with the people and the bot of the demo. */
export interface Scene {
  zalo: Simulator;
  bot: Bot;
  /** Writes to the bot for the first time; whom the terminal plays. */
  person: Person;
  /** Runs the shop: may use the bot already, and it is her own account that the agent can answer from. */
  owner: Person;
}

/** The same at every start, so that who was approved stays approved. */
const BOT = { name: "Bot Demo", token: "1000000000000000001:a-token-of-the-simulated-zalo-only" };
const AN = { name: "An", id: "a1b2c3d4e5f6a7b8c9d0", uid: "100000000000000001" };
const LAN = {
  name: "Lan (chủ tiệm)",
  id: "b1b2c3d4e5f6a7b8c9d1",
  uid: "100000000000000002",
  phone: "84901234567",
};
const BINH = { name: "Bình", id: "c1b2c3d4e5f6a7b8c9d2", uid: "100000000000000003" };
const STRANGER = { name: "Người lạ", id: "d1b2c3d4e5f6a7b8c9d3", uid: "100000000000000004" };
const GROUP = { name: "Chung cư 12A", webId: "200000000000000001" };

/** Somebody new, the owner of the shop, a friend of hers, a stranger, and a group of all but the stranger. */
export function setScene(zalo: Simulator): Scene {
  const { world } = zalo;
  const bot = world.addBot(BOT);
  const person = world.addPerson(AN);
  const owner = world.addPerson(LAN);
  const friend = world.addPerson(BINH);
  world.addPerson(STRANGER);
  world.befriend(owner, friend);
  world.addGroup({ ...GROUP, members: [owner, person, friend], bots: [bot] });
  return { zalo, bot, person, owner };
}

/** The settings of both channels: the bot knows the owner; everybody else is asked for a code, except in groups. */
export function channelSettings({ bot, owner }: Scene): Record<string, Record<string, unknown>> {
  return {
    zalo: {
      enabled: true,
      botToken: bot.token,
      allowFrom: [owner.id],
      groupPolicy: "open",
      groupAllowFrom: ["*"],
    },
    zalouser: { enabled: true, groupPolicy: "open" },
  };
}

/** Resolves when the gateway listens to the bot's messages. */
export async function untilListening({ zalo, bot }: Scene): Promise<void> {
  await zalo.journal.waitFor((entry) => entry.kind === "poll-opened" && entry.botId === bot.id, {
    timeoutMs: LISTEN_TIMEOUT_MS,
  });
}

/** The gateway serves a moment before its channels are started. */
const LISTEN_TIMEOUT_MS = 60_000;
