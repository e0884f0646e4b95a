import { openInbox } from "channel-kit/inbox/sqlite-inbox";
import { expect, test } from "vitest";
import type { Person } from "zalo-simulator/world/person";
import { PATIENCE_MS, type PersonalShop, personalShop, until } from "../support/personal-shop.ts";
import { inboxFile, possibleDoubles } from "../support/possible-doubles.ts";
import { after, answerTo, SlowModel, THINKING_MS } from "../support/slow-model.ts";

interface Customer {
  person: Person;
  question: string;
}

interface Story {
  place: PersonalShop;
  round: readonly Customer[];
  /** Resolves when the model has been asked one of the round's questions. */
  asked: Promise<void>;
  /** Resolves when the model has answered one of them. */
  answered: Promise<void>;
}

/** One instant at which the power fails, told by what has just happened. Resolves at that instant. */
type KillPoint = (story: Story) => Promise<void>;

const KILL_POINTS: Readonly<Record<string, KillPoint>> = {
  "just after the messages are handed over": async () => {},
  "just after they are written down": (story) => stored(story),
  "while the turns are being prepared": async (story) => {
    await stored(story);
    await after(150);
  },
  "as the model is asked": ({ asked }) => asked,
  "while the model thinks": async ({ asked }) => {
    await asked;
    await after(THINKING_MS / 2);
  },
  "as the model answers": ({ answered }) => answered,
  "between the answer and the send": async ({ answered }) => {
    await answered;
    await after(40);
  },
  "while an answer is being sent": (story) => sending(story),
  "as an answer is accepted": (story) => accepted(story),
  "after an answer was accepted": async (story) => {
    await accepted(story);
    await after(60);
  },
};

test("a gateway that is killed at ten points answers every message exactly once", async () => {
  const model = new SlowModel();
  await using place = await personalShop({
    channel: {
      dmPolicy: "open",
      allowFrom: ["*"],
      pace: { perMinute: 60, burst: 20, chatPerMinute: 60, typing: false },
    },
    think: model.think,
  });
  await place.signIn();
  await place.open();
  const customers: Customer[] = [];
  for (const [name, reached] of Object.entries(KILL_POINTS)) {
    const round = customersOf(place, name);
    const questions = round.map(({ question }) => question);
    const story = { place, round, asked: model.asked(questions), answered: model.answered(questions) };
    const now = reached(story);
    for (const { person, question } of round) person.writes(place.owner, question);
    customers.push(...round);
    await now;
    await place.cutPower();
    await until(() => place.zalo.personal.sockets(place.owner) === 0);
    await place.open();
  }

  await Promise.all(
    customers.map(({ person }) =>
      person.waitForFrom(place.owner, (heard) => heard.length > 0, { timeoutMs: PATIENCE_MS }),
    ),
  );
  await place.gateway.stop();
  const doubled = await possibleDoubles(place.folder, "zalouser", ["default"]);
  for (const { person, question } of customers) {
    const heard = person
      .hearsFrom(place.owner)
      .map(({ content }) => (content.kind === "text" ? content.text : content.kind));
    const answer = answerTo(question);
    // A send that was cut off may have arrived, and is repeated once; only then, and never unnoticed.
    const expected = doubled.has(person.uid) && heard.length === 2 ? [answer, answer] : [answer];
    expect(heard).toEqual(expected);
  }
}, 900_000);

function customersOf({ zalo, owner }: PersonalShop, round: string): Customer[] {
  return ["một", "hai"].map((which) => {
    const person = zalo.world.addPerson({ name: `Khách ${which}` });
    zalo.world.befriend(owner, person);
    return { person, question: `câu ${which} (${round})` };
  });
}

/** The round's messages are on disk. */
async function stored({ place, round }: Story): Promise<void> {
  using inbox = openInbox({ file: inboxFile(place.folder, "zalouser"), channelId: "zalouser" });
  const queue = inbox.queue("default");
  await expect
    .poll(
      async () => {
        const rows = [...(await queue.listPending()), ...(await queue.listClaims())];
        return round.filter(({ person }) => rows.some(({ id }) => id.includes(person.uid))).length;
      },
      { timeout: PATIENCE_MS, interval: 10 },
    )
    .toBe(round.length);
}

/** Zalo stops answering, and the power fails while an answer waits for it. */
async function sending({ place }: Story): Promise<void> {
  const hanging = place.zalo.faults.add({
    method: "message/sms",
    times: Number.POSITIVE_INFINITY,
    fault: { kind: "hang" },
  });
  await until(() => hanging.hits > 0);
  await place.gateway.kill();
  hanging.remove();
}

async function accepted({ place, round }: Story): Promise<void> {
  await Promise.race(
    round.map(({ person }) =>
      person.waitForFrom(place.owner, (heard) => heard.length > 0, { timeoutMs: PATIENCE_MS }),
    ),
  );
}
