import { type API, type Credentials, type Message, Zalo } from "zca-js";
import { type Simulator, type SimulatorOptions, startSimulator } from "../simulator.ts";
import type { Person } from "../world/person.ts";
import { WAIT } from "./scene.ts";

/** One simulator, an account that logs in on the web, and somebody else. */
export interface WebScene extends AsyncDisposable {
  zalo: Simulator;
  owner: Person;
  alice: Person;
  /** The owner's client, logged in and listening. */
  connect(credentials?: Credentials): Promise<WebClient>;
}

/** The real zca-js, and what it has told so far. */
export interface WebClient {
  api: API;
  messages: Message[];
  errors: unknown[];
  closes: number[];
  /**
   * Resolves once this many messages came, own ones included, in the order of Zalo's ids: the library decodes messages
   * side by side, and may tell a later one first.
   */
  got(count: number): Promise<readonly Message[]>;
}

export async function webScene(options: SimulatorOptions = {}): Promise<WebScene> {
  const zalo = await startSimulator(options);
  const owner = zalo.world.addPerson({ name: "Owner" });
  const alice = zalo.world.addPerson({ name: "Alice" });
  zalo.world.befriend(owner, alice);
  const clients: WebClient[] = [];
  return {
    zalo,
    owner,
    alice,
    connect: async (credentials = zalo.personal.signIn(owner)) => {
      const client = await listening(zalo, await clientOf(zalo).login(credentials));
      clients.push(client);
      return client;
    },
    [Symbol.asyncDispose]: async () => {
      for (const { api } of clients) api.listener.stop();
      await zalo.close();
    },
  };
}

/**
 * The unmodified library, its requests sent to this simulator by the override. A login by QR code wants a listener:
 * without one the library writes the code into the working folder.
 */
export const clientOf = ({ url }: Pick<Simulator, "url">): Zalo =>
  new Zalo({
    checkUpdate: false,
    logging: false,
    selfListen: true,
    polyfill: (input: string | URL | Request, init?: RequestInit) =>
      fetch(String(input).replace("https://", `${url}/web/`), init),
  });

async function listening({ journal }: Simulator, api: API): Promise<WebClient> {
  const client: WebClient = {
    api,
    messages: [],
    errors: [],
    closes: [],
    got: (count) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(
          () => reject(new Error(`${client.messages.length} of ${count} messages came.`)),
          WAIT.timeoutMs,
        );
        const look = () => {
          if (client.messages.length < count) return;
          clearTimeout(late);
          api.listener.off("message", look);
          resolve(client.messages.toSorted((left, right) => idOf(left) - idOf(right)));
        };
        api.listener.on("message", look);
        look();
      }),
  };
  api.listener.on("message", (message) => client.messages.push(message));
  api.listener.on("error", (error) => client.errors.push(error));
  api.listener.on("closed", (code) => client.closes.push(code));
  const from = journal.nextSeq;
  const ready = new Promise<void>((resolve) => api.listener.once("cipher_key", () => resolve()));
  api.listener.start();
  await Promise.all([ready, journal.waitFor(({ kind }) => kind === "socket-opened", { ...WAIT, from })]);
  return client;
}

const idOf = ({ data }: Message): number => Number(data.msgId);
