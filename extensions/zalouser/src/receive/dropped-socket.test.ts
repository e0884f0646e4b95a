import { systemClock } from "channel-kit/time/clock";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Group } from "zalo-simulator/world/group";
import type { Person } from "zalo-simulator/world/person";
import { RunningAccount } from "../testing/running-account.ts";
import { type SessionScene, sessionScene } from "../testing/session-scene.ts";

const MESSAGES = 500;
const DROPS = 50;
/** A pause of the connection's own is no part of the story. */
const LONGEST_SLEEP_MS = 300;
const impatient: typeof systemClock = {
  now: () => systemClock.now(),
  sleep: (ms, signal) => systemClock.sleep(Math.min(ms, LONGEST_SLEEP_MS), signal),
};

let scene: SessionScene;
let account: RunningAccount;

beforeEach(async () => {
  scene = await sessionScene();
  account = new RunningAccount({
    settings: {
      dmPolicy: "open",
      allowFrom: ["*"],
      groupPolicy: "open",
      groups: { "*": { requireMention: false } },
    },
    behind: { zalo: scene.zalo, credentials: scene.signIn(), apiUrl: scene.simulator.url },
    clock: impatient,
    isHurried: true,
    agent: ({ text }) => `Dạ ${text}`,
  });
  await connected();
});
afterEach(async () => {
  await account[Symbol.asyncDispose]();
  await scene[Symbol.asyncDispose]();
});

const connected = () =>
  vi.waitFor(() => expect(scene.simulator.personal.sockets(scene.owner)).toBe(1), {
    timeout: 30_000,
    interval: 5,
  });

/** The same numbers in every run. */
function seeded(): () => number {
  let seed = 20_261_121;
  return () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed / 2_147_483_648;
  };
}

const textsOf = (heard: readonly { content: { kind: string; text?: string | undefined } }[]) =>
  heard.map(({ content }) => content.text);

test("a socket that drops at fifty moments of a run loses nothing, doubles nothing, and mixes no chat up", async () => {
  const { simulator, owner } = scene;
  const random = seeded();
  const people = Array.from({ length: 6 }, (_, at) => simulator.world.addPerson({ name: `Khách ${at}` }));
  for (const person of people) simulator.world.befriend(owner, person);
  const groups = [0, 1].map((at) =>
    simulator.world.addGroup({ name: `Nhóm ${at}`, members: [owner, ...people] }),
  );
  const chats: { write(text: string): void; answers(): (string | undefined)[]; written: string[] }[] = [
    ...people.map((person: Person) => ({
      write: (text: string) => void person.writes(owner, text),
      answers: () => textsOf(person.hearsFrom(owner)),
      written: [] as string[],
    })),
    ...groups.map((group: Group, at) => ({
      write: (text: string) => void people[at]?.writesIn(group, text),
      answers: () => textsOf(group.hearsFrom(owner)),
      written: [] as string[],
    })),
  ];
  let cuts = 0;
  for (let at = 0; at < MESSAGES; at += 1) {
    const chat = chats[Math.floor(random() * chats.length)];
    const text = `câu ${at}`;
    chat?.written.push(text);
    chat?.write(text);
    if (at % (MESSAGES / DROPS) === Math.floor(random() * 5)) {
      await connected();
      simulator.personal.cut(owner);
      cuts += 1;
    }
    if (random() < 0.3) await new Promise((resolve) => setTimeout(resolve, random() * 60));
  }
  for (; cuts < DROPS; cuts += 1) {
    await connected();
    simulator.personal.cut(owner);
  }
  const total = () => chats.reduce((sum, chat) => sum + chat.answers().length, 0);
  await vi.waitFor(() => expect(total()).toBeGreaterThanOrEqual(MESSAGES), {
    timeout: 120_000,
    interval: 100,
  });
  for (const chat of chats) expect(chat.answers()).toEqual(chat.written.map((text) => `Dạ ${text}`));
  expect(cuts).toBe(DROPS);
}, 300_000);
