import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Bot } from "zalo-simulator/world/bot";
import type { Person } from "zalo-simulator/world/person";
import { assertNoSecrets } from "../../support/secrets.ts";
import { bothPollsOpen, PATIENCE_MS, type Shop, shop, urlOf, webhookStands } from "../support/shop.ts";

/** What the model takes for a thought. */
const THINKING_MS = 300;
const PATH = "/zalo/hook";
/** Of this run alone: what is installed is searched for them too, and brings the stories of the plugin along. */
const SECRETS = {
  flowers: `tiem-hoa-${randomUUID()}`,
  clinic: `phong-kham-${randomUUID()}`,
  later: `sau-nay-${randomUUID()}`,
} as const;
/** People write so often while accounts restart, and so seldom before, because a busy gateway puts that off. */
const OFTEN_MS = 250;
const SELDOM_MS = 1_500;
/** How many still write when everything is over. */
const LATECOMERS = 5;

let place: Shop;
let flowers: Bot;
let clinic: Bot;
let spa: Bot;

beforeAll(async () => {
  place = await shop({
    bots: ["Bot Tiệm Hoa", "Bot Phòng Khám", "Bot Spa", "Bot Chợ"].map((name) => ({
      name,
      switches: { loopbackWebhook: true },
    })),
    channel: ([one, two, three, four], gatewayUrl) => ({
      enabled: true,
      dmPolicy: "open",
      allowFrom: ["*"],
      accounts: {
        flowers: {
          botToken: one?.token,
          webhookUrl: `${gatewayUrl}${PATH}`,
          webhookSecret: SECRETS.flowers,
        },
        clinic: { botToken: two?.token, webhookUrl: `${gatewayUrl}${PATH}`, webhookSecret: SECRETS.clinic },
        spa: { botToken: three?.token },
        market: { botToken: four?.token },
      },
    }),
    think: async ({ text }) => {
      await after(THINKING_MS);
      return `Trả lời cho ${text}`;
    },
  });
  [flowers, clinic, spa] = place.bots as [Bot, Bot, Bot];
  await place.open();
});

afterAll(async () => await place?.[Symbol.asyncDispose]());

describe("two bots with webhooks at one path, beside one that polls", () => {
  test("each answers its own people", async () => {
    const people = [flowers, clinic, spa].map((bot) => ({
      bot,
      person: newcomer(),
      question: `câu cho ${bot.name}`,
    }));
    for (const { bot, person, question } of people) person.says(bot, question);
    for (const { bot, person, question } of people) await answered(bot, person, [question]);
    const pushed = place.zalo.journal.entries.filter(({ kind }) => kind === "webhook-pushed");
    expect(new Set(pushed.map((entry) => "botId" in entry && entry.botId))).toEqual(
      new Set([flowers.id, clinic.id]),
    );
  });

  test("whether Zalo wraps its events or not", async () => {
    const person = newcomer();
    flowers.switches.webhookBody = "bare";
    person.says(flowers, "không gói");
    await answered(flowers, person, ["không gói"]);
    flowers.switches.webhookBody = "wrapped";
  });

  test("no poll is open beside a webhook", () => {
    for (const bot of [flowers, clinic]) {
      const set = place.zalo.journal.entries.findLast(
        (entry) => entry.kind === "webhook-set" && entry.botId === bot.id,
      );
      const polls = place.zalo.journal.entries.filter(
        (entry) => entry.kind === "poll-opened" && entry.botId === bot.id && entry.seq > (set?.seq ?? 0),
      );
      expect(polls).toEqual([]);
    }
  });

  test("a message that Zalo delivers three times is answered once", async () => {
    const person = newcomer();
    flowers.switches.webhookRedeliveries = 2;
    person.says(flowers, "ba lần");
    await pushed(flowers, person, 3);
    flowers.switches.webhookRedeliveries = 0;
    await answered(flowers, person, ["ba lần"]);
    person.says(flowers, "sau đó");
    await answered(flowers, person, ["ba lần", "sau đó"]);
  });
});

describe("a gateway that is restarted", () => {
  test("neither registers its webhooks again nor removes them", async () => {
    const before = calls(/^(?:set|delete)Webhook$/);
    await place.gateway.stop();
    await place.open();
    expect(calls(/^(?:set|delete)Webhook$/)).toBe(before);
    const person = newcomer();
    person.says(clinic, "mở cửa lại chưa?");
    await answered(clinic, person, ["mở cửa lại chưa?"]);
  });

  test("loses nothing that it has acknowledged when the power fails", async () => {
    const people = Array.from({ length: 20 }, (_, at) => ({ person: newcomer(), question: `câu ${at}` }));
    const from = place.zalo.journal.nextSeq;
    let acknowledged = 0;
    const all = place.zalo.journal.waitFor(
      (entry) => entry.kind === "webhook-pushed" && entry.status === 200 && ++acknowledged === people.length,
      { timeoutMs: PATIENCE_MS, from },
    );
    for (const { person, question } of people) person.says(flowers, question);
    await all;
    await place.cutPower();
    await place.open();
    for (const { person, question } of people) await answered(flowers, person, [question]);
  });
});

describe("a change of settings while people are writing", () => {
  test("from polling to a webhook loses nothing and answers nothing twice", async () => {
    const from = place.zalo.journal.nextSeq;
    const crowd = await crowdWritesWhile(async () => {
      editAccount("spa", { webhookUrl: `${urlOf(place.gateway)}/spa`, webhookSecret: SECRETS.flowers });
      await webhookSet(spa, from);
    });
    for (const { person, question } of crowd) await answered(spa, person, [question]);
    expect(dropped()).toEqual([]);
    await settled();
    expect(await statusOf("spa")).toMatchObject({ mode: "webhook", connected: true, lastError: null });
  });

  test("of the secret registers the new one, and what was sent with the old one still arrives", async () => {
    const from = place.zalo.journal.nextSeq;
    const crowd = await crowdWritesWhile(async () => {
      editAccount("spa", { webhookUrl: `${urlOf(place.gateway)}/spa`, webhookSecret: SECRETS.later });
      await webhookSet(spa, from);
    });
    for (const { person, question } of crowd) await answered(spa, person, [question]);
    expect(dropped()).toEqual([]);
  });

  test("from a webhook to polling removes the webhook and loses nothing either", async () => {
    const from = place.zalo.journal.nextSeq;
    const crowd = await crowdWritesWhile(async () => {
      editAccount("spa", {});
      await place.zalo.journal.waitFor(
        (entry) => entry.kind === "webhook-deleted" && entry.botId === spa.id,
        { timeoutMs: PATIENCE_MS, from },
      );
      await bothPollsOpen(place.zalo, spa, from);
    });
    for (const { person, question } of crowd) await answered(spa, person, [question]);
    expect(dropped()).toEqual([]);
    expect(await statusOf("spa")).toMatchObject({ mode: "polling", connected: true });
    expect(calls(/^deleteWebhook$/)).toBe(1);
  });
});

describe("what an operator sees", () => {
  test("when something in front of the gateway keeps Zalo out, until a message comes through", async () => {
    const from = place.zalo.journal.nextSeq;
    spa.switches.verifiesAs = "webhook.http.403";
    editAccount("spa", { webhookUrl: `${urlOf(place.gateway)}/spa`, webhookSecret: SECRETS.later });
    await webhookSet(spa, from);
    const warned = await place.gateway.cli("channels", "status");
    expect(warned.stdout).toContain("Zalo tried the webhook and did not get through (webhook.http.403)");
    expect(warned.stdout).toContain("Browser Integrity Check");
    const person = newcomer();
    person.says(spa, "tới rồi");
    await answered(spa, person, ["tới rồi"]);
    const mended = await place.gateway.cli("channels", "status");
    expect(mended.stdout).not.toContain("did not get through");
    spa.switches.verifiesAs = null;
  });

  test("when Zalo's own trial reaches the gateway, nothing is amiss although it has no secret", async () => {
    const from = place.zalo.journal.nextSeq;
    const status = await place.gateway.cli("channels", "status", "--probe");
    expect(status.stdout).toMatch(/Zalo flowers: .*running, connected.*mode:webhook.*works/);
    expect(status.stdout).not.toContain("did not get through");
    const trials = place.zalo.journal.entries.filter(
      (entry) => entry.kind === "webhook-probed" && entry.seq >= from,
    );
    expect(trials.map((entry) => "status" in entry && entry.status)).toContain(401);
  });

  test("no secret in anything that was written", async () => {
    await place.gateway.stop();
    await assertNoSecrets(place.folder, [...Object.values(SECRETS), ...place.bots.map(({ token }) => token)]);
  });
});

function newcomer(): Person {
  return place.zalo.world.addPerson({ name: "Khách" });
}

/** Resolves when the bot has answered these questions of the person, and has said nothing else. */
async function answered(bot: Bot, person: Person, questions: readonly string[]): Promise<void> {
  await person.waitFor(bot, (heard) => heard.length >= questions.length, { timeoutMs: PATIENCE_MS });
  expect(person.hears(bot).map(({ text }) => text)).toEqual(questions.map((text) => `Trả lời cho ${text}`));
}

async function pushed(bot: Bot, { id }: Person, times: number): Promise<void> {
  let count = 0;
  await place.zalo.journal.waitFor(
    (entry) =>
      entry.kind === "webhook-pushed" && entry.botId === bot.id && entry.chatId === id && ++count === times,
    { timeoutMs: PATIENCE_MS },
  );
}

/** Has people write while accounts restart and something happens in consequence, and a little longer. */
async function crowdWritesWhile(
  happens: () => Promise<void>,
): Promise<{ person: Person; question: string }[]> {
  const crowd: { person: Person; question: string }[] = [];
  let pauseMs = SELDOM_MS;
  let isOver = false;
  // All accounts restart together, and those that poll let go of their polls.
  void place.zalo.journal
    .waitFor((entry) => entry.kind === "poll-closed" && entry.why === "aborted-by-client", {
      timeoutMs: PATIENCE_MS,
      from: place.zalo.journal.nextSeq,
    })
    .then(() => {
      pauseMs = OFTEN_MS;
    });
  const happening = happens().finally(() => {
    isOver = true;
  });
  for (let late = 0; late < LATECOMERS; late += isOver ? 1 : 0) {
    const person = newcomer();
    const question = `câu ${crowd.length + 1}`;
    person.says(spa, question);
    crowd.push({ person, question });
    for (let waited = 0; waited < pauseMs; waited += OFTEN_MS) await after(OFTEN_MS);
  }
  await happening;
  return crowd;
}

function editAccount(accountId: string, webhook: Record<string, string>): void {
  const config = place.gateway.readConfig();
  const { zalo } = config["channels"] as { zalo: { accounts: Record<string, { botToken: string }> } };
  const { botToken = "" } = zalo.accounts[accountId] ?? {};
  zalo.accounts[accountId] = { botToken, ...webhook };
  place.gateway.configure(config);
}

async function webhookSet(bot: Bot, from: number): Promise<void> {
  const { seq } = await place.zalo.journal.waitFor(
    (entry) => entry.kind === "webhook-set" && entry.botId === bot.id,
    { timeoutMs: PATIENCE_MS, from },
  );
  await webhookStands(place.zalo, bot, seq);
}

const calls = (methods: RegExp): number =>
  place.zalo.journal.entries.filter((entry) => entry.kind === "api-call" && methods.test(entry.method))
    .length;

const dropped = () => place.zalo.journal.entries.filter(({ kind }) => kind === "dropped" || kind === "lost");

interface AccountRow {
  accountId: string;
  mode?: string;
  connected?: boolean;
  lastError?: string | null;
}

async function statusOf(accountId: string): Promise<AccountRow | undefined> {
  const { stdout } = await place.gateway.cli("channels", "status", "--json");
  const { channelAccounts } = JSON.parse(stdout) as { channelAccounts: { zalo: AccountRow[] } };
  return channelAccounts.zalo.find((row) => row.accountId === accountId);
}

/** Resolves when the gateway has taken everybody's messages, whichever way it does. */
async function settled(): Promise<void> {
  const person = newcomer();
  person.says(flowers, "xong chưa?");
  await answered(flowers, person, ["xong chưa?"]);
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
