import type { BotApi } from "../bot-api/server.ts";
import type { FaultBook, FaultState } from "../faults/fault-book.ts";
import type { Personal } from "../personal/personal.ts";
import type { World } from "../world/world.ts";
import type { Desk, DeskView, FaultAtWork } from "./desk.ts";
import { defined } from "./personal-line.ts";

export interface DeskParts {
  world: World;
  faults: FaultBook;
  personal: Personal;
  botApi: BotApi;
  desk: Desk | undefined;
}

/** Both sides of every wire, as they are right now. */
export async function deskView({ world, faults, personal, botApi, desk }: DeskParts): Promise<DeskView> {
  return {
    gateway: desk === undefined ? null : await gatewayView(desk),
    bots: world.bots.map((bot) => ({
      id: bot.id,
      name: bot.name,
      ...botApi.connectionOf(bot),
      switches: { ...bot.switches },
    })),
    web: personal.owners.map((owner) => ({
      id: owner.id,
      name: owner.name,
      sessions: personal.sessions(owner),
      sockets: personal.sockets(owner),
      switches: { ...personal.switches(owner) },
    })),
    reachable: personal.reachable,
    faults: faults.active.map(faultAtWork),
  };
}

async function gatewayView(desk: Desk): Promise<DeskView["gateway"]> {
  const can = { canLogIn: desk.logIn !== undefined, canLogOut: desk.logOut !== undefined };
  try {
    const [accounts, pairings] = await Promise.all([desk.accounts(), desk.pairings()]);
    return { accounts, pairings, ...can };
  } catch (error) {
    const trouble = error instanceof Error ? error.message : String(error);
    return { accounts: [], pairings: [], ...can, trouble };
  }
}

function faultAtWork({ id, rule, hits, left, until }: FaultState): FaultAtWork {
  const { method, bot, person, chat, fault } = rule;
  const code = fault.kind === "ok-false" ? fault.errorCode : "status" in fault ? fault.status : undefined;
  return {
    id: String(id),
    method,
    ...defined({ bot: bot?.id, uid: person?.uid, chat, code }),
    kind: fault.kind,
    hits,
    left: Number.isFinite(left) ? left : null,
    ...(Number.isFinite(until) ? { until } : {}),
  };
}
