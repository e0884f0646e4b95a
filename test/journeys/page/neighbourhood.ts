import { type Simulator, type SimulatorOptions, startSimulator } from "zalo-simulator/simulator";
import type { Bot } from "zalo-simulator/world/bot";
import type { Group } from "zalo-simulator/world/group";
import type { Person } from "zalo-simulator/world/person";

/** A small world to look at, without a gateway: the test itself plays the bot and the personal account. */
export interface Neighbourhood extends AsyncDisposable {
  readonly zalo: Simulator;
  readonly bot: Bot;
  /** Whose phone it is. */
  readonly an: Person;
  readonly lan: Person;
  /** Whose account a plugin would be logged in to. */
  readonly owner: Person;
  /** An, Lan, the owner and the bot. */
  readonly group: Group;
  /** Calls the Bot API as the bot's program would; throws with Zalo's words when it says no. */
  botCalls(method: string, params: object): Promise<unknown>;
}

export async function neighbourhood(options: SimulatorOptions = {}): Promise<Neighbourhood> {
  const zalo = await startSimulator(options);
  const { world } = zalo;
  const bot = world.addBot({ name: "Bot Shop" });
  const an = world.addPerson({ name: "Nguyễn Văn An" });
  const lan = world.addPerson({ name: "Đặng Thị Lan" });
  const owner = world.addPerson({ name: "Chủ Shop", phone: "84901234567" });
  world.befriend(an, owner);
  const group = world.addGroup({ name: "Chung cư Hoa Sen", members: [an, lan, owner], bots: [bot] });
  return {
    zalo,
    bot,
    an,
    lan,
    owner,
    group,
    botCalls: async (method, params) => {
      const response = await fetch(`${zalo.url}/bot${bot.token}/${method}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(params),
      });
      const { ok, description, result } = (await response.json()) as {
        ok: boolean;
        description?: string;
        result?: unknown;
      };
      if (!ok) throw new Error(`${method}: ${description}`);
      return result;
    },
    [Symbol.asyncDispose]: () => zalo.close(),
  };
}
