import { type Simulator, type SimulatorOptions, startSimulator } from "zalo-simulator/simulator";
import type { Person } from "zalo-simulator/world/person";
import { DEADLINES, type Deadlines } from "../session/deadlines.ts";
import type { Credentials, Session, SessionEvent, SessionSocket, Zalo } from "../session/port.ts";
import { openZalo } from "../session/zca-session.ts";

const NEVER = new AbortController().signal;
/** Far more than anything on this machine takes; what waits for it has failed. */
const WAIT_MS = 10_000;

/** A simulated Zalo with an account of ours on it and somebody else. */
export interface SessionScene extends AsyncDisposable {
  simulator: Simulator;
  owner: Person;
  lan: Person;
  zalo: Zalo;
  deadlines: Deadlines;
  /** What a login of the owner's has left behind. */
  signIn(): Credentials;
  resume(): Promise<Session>;
  listen(session: Session): Promise<Listening>;
}

/** What an open socket has brought so far. */
export interface Listening {
  socket: SessionSocket;
  events: SessionEvent[];
  badFrames: number;
  /** Resolves as soon as there are so many events. */
  got(count: number): Promise<readonly SessionEvent[]>;
  /** Resolves as soon as so many frames were bad. */
  gotBad(count: number): Promise<void>;
}

export async function sessionScene(
  shorter: Partial<Deadlines> = {},
  options: SimulatorOptions = {},
): Promise<SessionScene> {
  const simulator = await startSimulator(options);
  const owner = simulator.world.addPerson({ name: "Chủ tiệm" });
  const lan = simulator.world.addPerson({ name: "Chị Lan" });
  simulator.world.befriend(owner, lan);
  const deadlines = { ...DEADLINES, ...shorter };
  const zalo = openZalo(deadlines);
  const signIn = (): Credentials => {
    const { imei, cookie, userAgent } = simulator.personal.signIn(owner);
    return { imei, userAgent, language: "vi", cookies: cookie.map((one) => ({ ...one })) };
  };
  const sessions: Session[] = [];
  return {
    simulator,
    owner,
    lan,
    zalo,
    deadlines,
    signIn,
    resume: async () => {
      const session = await zalo.resume(signIn(), { accountId: "shop", apiUrl: simulator.url }, NEVER);
      sessions.push(session);
      return session;
    },
    listen,
    [Symbol.asyncDispose]: async () => {
      await Promise.all(sessions.map((session) => session[Symbol.asyncDispose]()));
      await simulator.close();
    },
  };
}

/** Opens the session's socket and keeps what it brings. */
export async function listen(session: Session): Promise<Listening> {
  const watchers = new Set<() => void>();
  const changed = () => {
    for (const look of watchers) look();
  };
  const events: SessionEvent[] = [];
  let badFrames = 0;
  const until = (what: string, isSo: () => boolean) =>
    new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`${what} did not come in time`)), WAIT_MS);
      const look = () => {
        if (!isSo()) return;
        clearTimeout(late);
        watchers.delete(look);
        resolve();
      };
      watchers.add(look);
      look();
    });
  const socket = await session.openSocket(
    {
      event: (event) => {
        events.push(event);
        changed();
      },
      badFrame: () => {
        badFrames += 1;
        changed();
      },
    },
    NEVER,
  );
  return {
    socket,
    events,
    get badFrames() {
      return badFrames;
    },
    got: async (count) => {
      await until(`event ${count}`, () => events.length >= count);
      return events;
    },
    gotBad: (count) => until(`bad frame ${count}`, () => badFrames >= count),
  };
}
