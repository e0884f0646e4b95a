import { setTimeout as sleep } from "node:timers/promises";
import { buildPlugin } from "demo/bundle";
import type { JournalEntry } from "zalo-simulator/world/journal";
import type { Person } from "zalo-simulator/world/person";
import { type PersonalShop, personalShop } from "../journeys/support/personal-shop.ts";
import type { Line } from "./line.ts";
import { median } from "./median.ts";
import { residentMegabytes } from "./resident-memory.ts";

export const name = "many-personal-accounts";

const MANY = 10;
const ROUNDS = 3;
const MOST_MEGABYTES_EACH = 8;
/** Accounts of one address that knock together look like a machine. */
const LEAST_APART_S = 0.5 * (MANY - 1);
const PATIENCE_MS = 120_000;
/** A gateway goes on growing by itself for some seconds: its memory is compared at one age. */
const SETTLED_MS = 30_000;

export async function run(): Promise<Line[]> {
  await buildPlugin("zalouser", new AbortController().signal);
  await using place = await personalShop({ think: () => "có", channel: {} });
  const people = [
    place.owner,
    ...Array.from({ length: MANY - 1 }, (_, at) => place.zalo.world.addPerson({ name: `Tiệm ${at + 2}` })),
  ];
  for (const [at, person] of people.entries()) await place.signIn(`shop-${at + 1}`, person);
  const one: number[] = [];
  const many: number[] = [];
  const atStart: number[] = [];
  const afterOutage: number[] = [];
  // In turns, so that a slow moment of the machine hits both; the first start of all fills caches.
  await started(place, people, 1, async () => {});
  for (let round = 0; round < ROUNDS; round += 1) {
    await started(place, people, 1, async () => void one.push(residentMegabytes(place.gateway.pid)));
    await started(place, people, MANY, async (opened) => {
      many.push(residentMegabytes(place.gateway.pid));
      atStart.push(secondsFor(opened));
      const from = place.zalo.journal.nextSeq;
      place.zalo.personal.reachable = false;
      place.zalo.personal.reachable = true;
      afterOutage.push(secondsFor(await socketsOf(place, people, from)));
    });
  }
  const each = (median(many) - median(one)) / (MANY - 1);
  const spread = (label: string, seconds: readonly number[]): Line => ({
    label,
    value: `${Math.min(...seconds).toFixed(1)} s`,
    target: { text: `at least ${LEAST_APART_S} s`, met: Math.min(...seconds) >= LEAST_APART_S },
  });
  return [
    {
      label: `memory of each further personal account, of ${MANY}`,
      value: `${each.toFixed(1)} MB`,
      target: { text: `under ${MOST_MEGABYTES_EACH} MB`, met: each < MOST_MEGABYTES_EACH },
    },
    spread(`from the first of ${MANY} that connects to the last, at the start`, atStart),
    spread(`from the first of ${MANY} that comes back to the last, after an outage`, afterOutage),
  ];
}

/** Starts with the first accounts enabled. The others stay configured: the gateway distrusts a file that shrinks. */
async function started(
  place: PersonalShop,
  people: readonly Person[],
  enabled: number,
  look: (opened: readonly JournalEntry[]) => Promise<void>,
): Promise<void> {
  const accounts = Object.fromEntries(
    people.map((_, at) => [`shop-${at + 1}`, { enabled: at < enabled, profile: `shop-${at + 1}` }]),
  );
  const zalouser = { enabled: true, groupPolicy: "disabled", accounts };
  place.gateway.configure({ ...place.gateway.readConfig(), channels: { zalouser } });
  const from = place.zalo.journal.nextSeq;
  await place.gateway.start();
  const settled = sleep(SETTLED_MS);
  const opened = await socketsOf(place, people.slice(0, enabled), from);
  await settled;
  await look(opened);
  await place.gateway.stop();
}

/** Resolves with the opening of one socket of each, in the order in which they came. */
async function socketsOf(
  { zalo }: PersonalShop,
  people: readonly Person[],
  from: number,
): Promise<JournalEntry[]> {
  const opened = await Promise.all(
    people.map(({ uid }) =>
      zalo.journal.waitFor((entry) => entry.kind === "socket-opened" && entry.uid === uid, {
        from,
        timeoutMs: PATIENCE_MS,
      }),
    ),
  );
  return opened.toSorted((a, b) => a.at - b.at);
}

/** From the first to the last, in seconds. */
const secondsFor = (entries: readonly JournalEntry[]): number =>
  ((entries.at(-1)?.at ?? 0) - (entries[0]?.at ?? 0)) / 1_000;
