import { readFileSync } from "node:fs";
import type { Question } from "demo/model";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Bot } from "zalo-simulator/world/bot";
import type { Group } from "zalo-simulator/world/group";
import type { Person } from "zalo-simulator/world/person";
import { PATIENCE_MS, type Shop, shop, startedAgain } from "../support/shop.ts";

/** Zalo leaves this standing in the text of a message. */
const AT = "@Bot Tiệm Hoa Đẹp";

let place: Shop & { bots: readonly Bot[] };
let bot: Bot;
/** May give the bot commands. */
let alice: Person;
let huong: Person;
let namesake: Person;
let flowers: Group;
let travel: Group;
/** Everything the model was asked, oldest first. */
const asked: Question[] = [];
/** Lets the model finish the thought it is asked to be slow about. */
const thought = Promise.withResolvers<void>();

beforeAll(async () => {
  place = await shop({
    bots: [{ name: "Bot Tiệm Hoa Đẹp" }],
    channel: ([only]) => ({ enabled: true, botToken: only?.token }),
    think: async (question) => {
      asked.push(question);
      if (question.text.includes("nghĩ kỹ")) await thought.promise;
      return `Trả lời cho: ${question.text}`;
    },
  });
  [bot] = place.bots as [Bot];
  const { world } = place.zalo;
  alice = world.addPerson({ name: "Alice" });
  huong = world.addPerson({ name: "Đặng Hương" });
  namesake = world.addPerson({ name: "đặng hương" });
  flowers = world.addGroup({ name: "Hội yêu hoa", members: [alice, huong, namesake], bots: [bot] });
  travel = world.addGroup({ name: "Du lịch", members: [alice, huong], bots: [bot] });
  await place.open();
});

afterAll(async () => await place?.[Symbol.asyncDispose]());

describe("a group that nobody has allowed", () => {
  test("is not answered, and nothing of the bot is seen in it", async () => {
    const from = place.zalo.journal.nextSeq;
    alice.says(bot, `${AT} có ai không?`, { in: flowers });
    alice.says(bot, `${AT} alo?`, { in: flowers });
    await logged((line) => line.includes(`group ${flowers.id}`));
    await neighbourHandled();
    const acts = place.zalo.journal.entries.filter(
      (entry) => entry.seq >= from && entry.kind === "api-call" && entry.chatId === flowers.id,
    );
    expect(acts).toEqual([]);
    expect(flowers.hears(bot)).toEqual([]);
    expect(asked).toEqual([]);
    expect(logLines().filter((line) => line.includes(`group ${flowers.id}`))).toHaveLength(1);
  });

  test("is found in the directory with who spoke there", async () => {
    const groups = await json<Entry[]>("directory", "groups", "list", "--channel", "zalo", "--json");
    expect(groups).toMatchObject([
      { kind: "group", id: flowers.id, name: expect.stringMatching(/^not allowed; last writer: Alice, /) },
    ]);
    const table = await place.gateway.cli("directory", "groups", "list", "--channel", "zalo");
    expect(table.stdout).toContain(flowers.id);
  });

  test("is allowed by the command that stands in the log, and answered from then on", async () => {
    const [line = ""] = logLines().filter((text) => text.includes(`group ${flowers.id}`));
    const [, path = "", value = ""] = /openclaw config set (\S+) '(.*?)' --strict-json/.exec(line) ?? [];
    const from = place.zalo.journal.nextSeq;
    const set = await place.gateway.cli("config", "set", path, value, "--strict-json");
    expect(set.code, set.stderr).toBe(0);
    await startedAgain(place.zalo, bot, from);
    alice.says(bot, `${AT}, hoa hồng bao nhiêu?`, { in: flowers });
    await heardIn(flowers, 1);
    expect(flowers.hears(bot)[0]?.text).toBe("Trả lời cho: hoa hồng bao nhiêu?");
    expect(alice.hears(bot)).toEqual([]);
    const question = asked.at(-1);
    expect(textOf(question)).toContain(`"chat_id":"zalo:${flowers.id}"`);
    expect(textOf(question)).toContain(`"sender":{"id":"${alice.id}","name":"Alice"}`);
    expect(textOf(question)).toContain('"was_mentioned":true');
  });

  test("has a session of its own", async () => {
    const { sessions } = await json<{ sessions: { key: string }[] }>("sessions", "--json");
    expect(sessions.map(({ key }) => key)).toContain(`agent:main:zalo:group:${flowers.id}`);
  });
});

describe("rules for groups", () => {
  beforeAll(async () => {
    const from = place.zalo.journal.nextSeq;
    configure({
      dmPolicy: "allowlist",
      allowFrom: [alice.id],
      groupAllowFrom: [alice.id],
      groups: {
        "*": { tools: { deny: ["exec"] }, systemPrompt: "Luôn nói ngắn gọn." },
        [flowers.id]: { allowFrom: ["*"], systemPrompt: "Chỉ nói về hoa." },
      },
    });
    await startedAgain(place.zalo, bot, from);
  });

  test("a group's own prompt reaches the agent there, that of all groups elsewhere", async () => {
    alice.says(bot, `${AT} còn hoa không?`, { in: flowers });
    await heardIn(flowers, 2);
    expect(systemPrompt()).toContain("Chỉ nói về hoa.");
    expect(systemPrompt()).not.toContain("Luôn nói ngắn gọn.");
    alice.says(bot, `đi đâu chơi ${AT}?`, { in: travel });
    await heardIn(travel, 1);
    expect(travel.hears(bot)[0]?.text).toBe("Trả lời cho: đi đâu chơi?");
    expect(systemPrompt()).toContain("Luôn nói ngắn gọn.");
    expect(systemPrompt()).not.toContain("Chỉ nói về hoa.");
  });

  test("what is denied in all groups is denied in one with an entry of its own, and not in a direct chat", async () => {
    const inGroups = asked.slice(-2).map(({ tools }) => tools);
    alice.says(bot, "xin chào");
    await alice.waitFor(bot, (heard) => heard.length >= 1, { timeoutMs: PATIENCE_MS });
    expect(asked.at(-1)?.tools).toContain("exec");
    for (const tools of inGroups) {
      expect(tools.length).toBeGreaterThan(0);
      expect(tools).not.toContain("exec");
    }
  });

  test("people who are not in groupAllowFrom are not heard, except where the group lists its own", async () => {
    huong.says(bot, `${AT} cho tôi hỏi`, { in: travel });
    await logged((line) => line.includes(`group ${travel.id}`) && line.includes("groupAllowFrom"));
    huong.says(bot, `${AT} còn hoa cúc không?`, { in: flowers });
    await heardIn(flowers, 3);
    expect(flowers.hears(bot)[2]?.text).toBe("Trả lời cho: còn hoa cúc không?");
    expect(textOf(asked.at(-1))).toContain(`"sender":{"id":"${huong.id}","name":"Đặng Hương"}`);
    expect(travel.hears(bot)).toHaveLength(1);
  });

  test("a command behind a mention is carried out for those who may, and refused for others", async () => {
    huong.says(bot, `${AT} /new`, { in: flowers });
    await logged((line) => line.includes(`group ${flowers.id}`) && line.includes("control command"));
    expect(flowers.hears(bot)).toHaveLength(3);
    alice.says(bot, `${AT} /new`, { in: flowers });
    await heardIn(flowers, 4);
    expect(flowers.hears(bot)[3]?.text).toMatch(/new session/i);
    alice.says(bot, `${AT} chào lại`, { in: flowers });
    await heardIn(flowers, 5);
    expect(textOf(asked.at(-1))).toContain("chào lại");
    expect(textOf(asked.at(-1))).not.toContain("hoa cúc");
    expect(asked.map(({ text }) => text)).not.toContain("/new");
  });
});

test("two groups are answered side by side", async () => {
  const before = { flowers: flowers.hears(bot).length, travel: travel.hears(bot).length };
  alice.says(bot, `${AT} nghĩ kỹ giúp tôi`, { in: flowers });
  await place.zalo.journal.waitFor((entry) => entry.kind === "typing" && entry.chatId === flowers.id, {
    timeoutMs: PATIENCE_MS,
  });
  alice.says(bot, `${AT} mấy giờ đi?`, { in: travel });
  await heardIn(travel, before.travel + 1);
  expect(flowers.hears(bot)).toHaveLength(before.flowers);
  thought.resolve();
  await heardIn(flowers, before.flowers + 1);
  expect(flowers.hears(bot).at(-1)?.text).toBe("Trả lời cho: nghĩ kỹ giúp tôi");
});

test("a picture whose caption mentions the bot is answered, the caption without the mention", async () => {
  const before = flowers.hears(bot).length;
  const url = place.zalo.media.samples["photo.jpg"];
  huong.sends(bot, { kind: "image", url, caption: `${AT} hoa gì đây?` }, { in: flowers });
  await heardIn(flowers, before + 1);
  expect(flowers.hears(bot).at(-1)?.text).toContain("hoa gì đây?");
  expect(flowers.hears(bot).at(-1)?.text).not.toContain("@Bot");
});

test("a message that is only the mention calls the bot", async () => {
  const before = flowers.hears(bot).length;
  alice.says(bot, AT, { in: flowers });
  await heardIn(flowers, before + 1);
});

describe("finding ids", () => {
  beforeAll(async () => {
    namesake.says(bot, `${AT} tôi cũng hỏi`, { in: flowers });
    const from = flowers.hears(bot).length;
    await heardIn(flowers, from + 1);
  });

  test("people are found without accents, those of the same name all of them", async () => {
    const found = await json<Entry[]>(
      ...["directory", "peers", "list", "--channel", "zalo", "--query", "huong", "--json"],
    );
    expect(found.map(({ id }) => id).toSorted()).toEqual([huong.id, namesake.id].toSorted());
    const table = await place.gateway.cli("directory", "peers", "list", "--channel", "zalo");
    for (const person of [alice, huong, namesake]) expect(table.stdout).toContain(person.id);
  });

  test("the bot itself is named", async () => {
    const self = await json<Entry>("directory", "self", "--channel", "zalo", "--json");
    expect(self).toMatchObject({ id: bot.id, name: "Bot Tiệm Hoa Đẹp" });
  });

  test("a name means somebody only when exactly one bears it", async () => {
    const inputs = ["Alice", "Đặng Hương", "Hương", `zl:${huong.id.toUpperCase()}`, travel.id];
    const resolved = await json<Resolved[]>("channels", "resolve", "--channel", "zalo", ...inputs, "--json");
    const [byName, ambiguous, part, byId, group] = resolved;
    expect(byName).toMatchObject({ resolved: true, id: alice.id });
    expect(ambiguous).toMatchObject({ resolved: false });
    for (const { id } of [huong, namesake]) {
      expect(ambiguous?.note).toContain(id);
      expect(part?.note).toContain(id);
    }
    expect(part).toMatchObject({ resolved: false });
    expect(byId).toMatchObject({ resolved: true, id: huong.id, name: "Đặng Hương" });
    expect(group).toMatchObject({ resolved: true, id: travel.id });
  });

  test("a message is sent to ids only; who gives a name is told the ids", async () => {
    const heard = alice.hears(bot).length;
    const send = (target: string) =>
      place.gateway.cli(
        ...["message", "send", "--channel", "zalo", "--target", target, "--message", "Từ dòng lệnh"],
      );
    const named = await send("Alice");
    expect(named.code).not.toBe(0);
    expect(named.stdout + named.stderr).toContain(alice.id);
    expect(alice.hears(bot)).toHaveLength(heard);
    expect((await send(travel.id)).code).toBe(0);
    expect(travel.hears(bot).at(-1)?.text).toBe("Từ dòng lệnh");
  });

  test("a bot that Zalo lets into no group is shown as such", async () => {
    bot.switches.canJoinGroups = false;
    const status = await place.gateway.cli("channels", "status", "--probe");
    expect(status.stdout).toContain("can_join_groups is false");
    const { channelAccounts } = await json<{ channelAccounts: { zalo: object[] } }>(
      ...["channels", "status", "--probe", "--json"],
    );
    expect(channelAccounts.zalo).toMatchObject([
      { identity: bot.name, probe: { bot: { canJoinGroups: false } } },
    ]);
  });

  test("all of it also while the gateway is down", async () => {
    await place.gateway.stop();
    const groups = await json<Entry[]>("directory", "groups", "list", "--channel", "zalo", "--json");
    expect(groups.map(({ id }) => id).toSorted()).toEqual([flowers.id, travel.id].toSorted());
    expect(groups.every(({ name }) => name?.startsWith("last writer: "))).toBe(true);
  });
});

interface Entry {
  kind: string;
  id: string;
  name?: string;
}

interface Resolved {
  input: string;
  resolved: boolean;
  id?: string;
  name?: string;
  note?: string;
}

async function json<Result>(...args: string[]): Promise<Result> {
  const called = await place.gateway.cli(...args);
  expect(called.code, called.stdout + called.stderr).toBe(0);
  return JSON.parse(called.stdout) as Result;
}

async function heardIn(group: Group, count: number): Promise<void> {
  await group.waitFor(bot, (heard) => heard.length >= count, { timeoutMs: PATIENCE_MS });
}

/** The gateway's own words for the log lines of this plugin. */
function logLines(): string[] {
  return readFileSync(place.gateway.logFile, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const entry = JSON.parse(line) as Record<string, unknown>;
      return Object.values(entry)
        .filter((value) => typeof value === "string")
        .join(" ");
    });
}

async function logged(wanted: (line: string) => boolean): Promise<void> {
  await expect.poll(() => logLines().some(wanted), { timeout: PATIENCE_MS, interval: 200 }).toBe(true);
}

/** Resolves when something that a stranger wrote after all others has been handled. */
async function neighbourHandled(): Promise<void> {
  const stranger = place.zalo.world.addPerson({ name: "Người lạ" });
  stranger.says(bot, "cho tôi hỏi");
  await stranger.waitFor(bot, (heard) => heard.length > 0, { timeoutMs: PATIENCE_MS });
}

/** Lays settings over the channel's; a running gateway takes them up. */
function configure(settings: object): void {
  const config = place.gateway.readConfig() as { channels: { zalo: object } };
  config.channels.zalo = { ...config.channels.zalo, ...settings };
  place.gateway.configure(config as unknown as Record<string, unknown>);
}

/** Resolves when the account has started anew. */
const textOf = (question: Question | undefined): string =>
  JSON.stringify(question?.messages ?? []).replaceAll("\\", "");

function systemPrompt(): string {
  const system = asked.at(-1)?.messages.filter(({ role }) => role === "system" || role === "developer");
  return JSON.stringify(system);
}
