import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Bot } from "zalo-simulator/world/bot";
import type { JournalEntry } from "zalo-simulator/world/journal";
import type { Person } from "zalo-simulator/world/person";
import { callGateway } from "../support/call-gateway.ts";
import { PATIENCE_MS, type Shop, shop } from "../support/shop.ts";

type Settings = Record<string, unknown>;

let place: Shop;
/** Where the tokens stand; beside the shop's folder, which is searched for them afterwards. */
let vault: string;
let flowers: Bot;
let clinic: Bot;
let school: Bot;
let alice: Person;
/** What the model is asked to be slow about, by what it was asked. */
const thoughts = new Map<string, Thought>();

/** A thought of the model's: that it has begun, and the word to end it. */
interface Thought {
  began: PromiseWithResolvers<void>;
  end: PromiseWithResolvers<void>;
}

/** What Zalo sends along to the clinic's webhook. */
const HOOK_SECRET = "bi-mat-cua-phong-kham";

const ref = (source: string, provider: string, id: string) => ({ source, provider, id });

beforeAll(async () => {
  vault = mkdtempSync(join(tmpdir(), "zalo-vault-"));
  place = await shop({
    bots: [
      { name: "Bot Tiệm Hoa" },
      { name: "Bot Phòng Khám", switches: { loopbackWebhook: true } },
      { name: "Bot Lớp Học" },
    ],
    channel: () => ({
      enabled: true,
      dmPolicy: "open",
      allowFrom: ["*"],
      accounts: {
        flowers: { botToken: ref("env", "default", "FLOWERS_TOKEN") },
        // Its webhook's secret does not exist, and without a webhook it need not.
        clinic: {
          botToken: ref("file", "vault", "/zalo/clinic"),
          webhookSecret: ref("env", "default", "NOBODY_SET_THIS"),
        },
        school: { botToken: ref("exec", "teller", "zalo/school") },
        closed: { enabled: false, botToken: ref("env", "default", "NOBODY_SET_THAT_EITHER") },
      },
    }),
    think: async ({ text }) => {
      const thought = thoughts.get(text);
      thought?.began.resolve();
      await thought?.end.promise;
      return `Trả lời cho ${text}`;
    },
  });
  [flowers, clinic, school] = place.bots as [Bot, Bot, Bot];
  place.gateway.setEnv("FLOWERS_TOKEN", flowers.token);
  const file = join(vault, "tokens.json");
  writeFileSync(file, JSON.stringify({ zalo: { clinic: clinic.token, webhook: HOOK_SECRET } }), {
    mode: 0o600,
  });
  const teller = join(vault, "teller.sh");
  writeFileSync(teller, `#!/bin/sh\nprintf '%s' '${school.token}'\n`);
  chmodSync(teller, 0o700);
  place.gateway.configure({
    ...place.gateway.readConfig(),
    secrets: {
      providers: {
        vault: { source: "file", path: file, mode: "json" },
        teller: { source: "exec", command: teller, jsonOnly: false },
      },
    },
  });
  alice = place.zalo.world.addPerson({ name: "Alice" });
  await place.open();
});

afterAll(async () => {
  for (const { end } of thoughts.values()) end.resolve();
  await place?.[Symbol.asyncDispose]();
  rmSync(vault, { recursive: true, force: true });
});

describe("tokens that stand elsewhere", () => {
  test("are found in the environment, a file and a program, and missing ones that nobody needs stop nothing", async () => {
    for (const bot of [flowers, clinic, school]) {
      alice.says(bot, "xin chào");
      await answered(alice, bot, "xin chào");
    }
  });

  test("are listed by the gateway's audit when they are missing, and never shown", async () => {
    const audit = await place.gateway.cli("secrets", "audit", "--allow-exec", "--json");
    const said = audit.stdout + audit.stderr;
    expect(said).toContain("channels.zalo.accounts.closed.botToken");
    expect(said).toContain("channels.zalo.accounts.clinic.webhookSecret");
    expect(said).not.toContain("channels.zalo.accounts.flowers.botToken");
    for (const bot of [flowers, clinic, school]) expect(said).not.toContain(bot.token);
  });
});

describe("an edit of one account's settings", () => {
  test("waits for what is being answered, then restarts that account alone, and loses and doubles nothing", async () => {
    const from = place.zalo.journal.nextSeq;
    const thought = slowAbout("nghĩ kỹ");
    alice.says(clinic, "nghĩ kỹ");
    await thought.began.promise;
    edit("clinic", { name: "Phòng khám" });
    await logged("deferring until");
    expect(startedSince(from)).toEqual([]);
    thought.end.resolve();
    await started(clinic, from);
    const bob = place.zalo.world.addPerson({ name: "Bob" });
    bob.says(clinic, "vừa khởi động lại");
    bob.says(flowers, "vẫn mở cửa chứ?");
    await answered(bob, clinic, "vừa khởi động lại");
    await answered(bob, flowers, "vẫn mở cửa chứ?");
    await answered(alice, clinic, "nghĩ kỹ");
    // Whatever was to come twice would have come before the answer to this.
    await onceMore(bob);
    expect(alice.hears(clinic)).toHaveLength(2);
    expect(startedSince(from)).toEqual([clinic.id]);
  });

  test("that all of them share restarts them all, and breaks off no poll that a message could go down with", async () => {
    const from = place.zalo.journal.nextSeq;
    editRoot({ pollers: 1 });
    await Promise.all(place.bots.map((bot) => started(bot, from)));
    const carol = place.zalo.world.addPerson({ name: "Carol" });
    for (const bot of place.bots) carol.says(bot, "ngay khi mở lại");
    for (const bot of place.bots) await answered(carol, bot, "ngay khi mở lại");
    await onceMore(carol);
    for (const bot of place.bots) expect(carol.hears(bot)).toHaveLength(2);
    const broken = place.zalo.journal.entries.filter(
      (entry) => entry.kind === "lost" || (entry.kind === "poll-closed" && entry.why === "aborted-by-client"),
    );
    expect(broken).toEqual([]);
  });

  test("takes it to a webhook whose secret stands elsewhere, and back to polling, while the others poll on", async () => {
    const from = place.zalo.journal.nextSeq;
    edit("clinic", {
      webhookUrl: `http://127.0.0.1:${place.gateway.port}/zalo-clinic`,
      webhookSecret: ref("file", "vault", "/zalo/webhook"),
    });
    await happened((entry) => entry.kind === "webhook-set", from);
    alice.says(clinic, "qua webhook");
    await answered(alice, clinic, "qua webhook");
    const pushed = await happened((entry) => entry.kind === "webhook-pushed", from);
    expect(pushed).toMatchObject({ botId: clinic.id, status: 200 });
    edit("clinic", { webhookUrl: undefined });
    await happened((entry) => entry.kind === "webhook-deleted", from);
    alice.says(clinic, "qua polling");
    await answered(alice, clinic, "qua polling");
    expect(startedSince(from)).toEqual([clinic.id]);
  });

  test("that names a secret which does not exist stops that account with the reason, and no other", async () => {
    const from = place.zalo.journal.nextSeq;
    edit("school", { botToken: ref("env", "default", "NOBODY_SET_THIS") });
    await logged("secret reference was not found");
    const status = await place.gateway.cli("channels", "status");
    expect(status.stdout).toMatch(
      /Zalo school: .*configured but unavailable \(secret reference was not found\)/,
    );
    expect(status.stdout).toMatch(/Zalo flowers: .*running, connected/);
    const audit = await place.gateway.cli("secrets", "audit");
    expect(audit.stdout).toMatch(/REF_UNRESOLVED.*channels\.zalo\.accounts\.school\.botToken/);
    alice.says(clinic, "còn bạn?");
    await answered(alice, clinic, "còn bạn?");
    edit("school", { botToken: ref("exec", "teller", "zalo/school") });
    await started(school, from);
    alice.says(school, "mở lại chưa?");
    await answered(alice, school, "mở lại chưa?");
    expect(startedSince(from)).toEqual([school.id]);
  });
});

test("an account that is stopped and started while its agent thinks answers once, and excuses nothing later", async () => {
  const dave = place.zalo.world.addPerson({ name: "Dave" });
  const from = place.zalo.journal.nextSeq;
  const thought = slowAbout("nghĩ lâu");
  dave.says(school, "nghĩ lâu");
  await thought.began.promise;
  const account = { channel: "zalo", accountId: "school" };
  await callGateway(place.gateway, "channels.stop", account);
  await callGateway(place.gateway, "channels.start", account);
  await started(school, from);
  thought.end.resolve();
  await answered(dave, school, "nghĩ lâu");
  dave.says(school, "và tiếp theo?");
  await answered(dave, school, "và tiếp theo?");
  expect(dave.hears(school).map(({ text }) => text)).toEqual([
    "Trả lời cho nghĩ lâu",
    "Trả lời cho và tiếp theo?",
  ]);
});

/** Has the model take its time with a question until the thought is ended. */
function slowAbout(question: string): Thought {
  const thought = { began: Promise.withResolvers<void>(), end: Promise.withResolvers<void>() };
  thoughts.set(question, thought);
  return thought;
}

/** An account asks who it is when it starts, and never again. */
const isStart = (entry: JournalEntry) => entry.kind === "api-call" && entry.method === "getMe";

async function started(bot: Bot, from: number): Promise<void> {
  await happened((entry) => isStart(entry) && "botId" in entry && entry.botId === bot.id, from);
}

function happened(match: (entry: JournalEntry) => boolean, from: number): Promise<JournalEntry> {
  return place.zalo.journal.waitFor(match, { timeoutMs: PATIENCE_MS, from });
}

/** The bots whose accounts have started since then. */
function startedSince(seq: number): string[] {
  const starts = place.zalo.journal.entries.filter((entry) => entry.seq >= seq && isStart(entry));
  return [...new Set(starts.flatMap((entry) => ("botId" in entry && entry.botId ? [entry.botId] : [])))];
}

async function answered(person: Person, bot: Bot, text: string): Promise<void> {
  await person.waitFor(bot, (heard) => heard.some((one) => one.text === `Trả lời cho ${text}`), {
    timeoutMs: PATIENCE_MS,
  });
}

/** Writes to every bot and expects exactly one answer more from each. */
async function onceMore(person: Person): Promise<void> {
  for (const bot of place.bots) {
    const before = person.hears(bot).length;
    person.says(bot, "và bây giờ?");
    await answered(person, bot, "và bây giờ?");
    expect(person.hears(bot)).toHaveLength(before + 1);
  }
}

/** Resolves when the gateway's log says so; nothing else tells when it puts a change off. */
async function logged(words: string): Promise<void> {
  const says = () => readFileSync(place.gateway.logFile, "utf8").includes(words);
  await expect.poll(says, { timeout: PATIENCE_MS, interval: 100 }).toBe(true);
}

/** Changes one account's settings as an operator with an editor does, while the gateway runs. */
function edit(accountId: string, change: Settings): void {
  editRoot((zalo) => {
    const accounts = zalo["accounts"] as Record<string, Settings>;
    return { accounts: { ...accounts, [accountId]: { ...accounts[accountId], ...change } } };
  });
}

function editRoot(change: Settings | ((zalo: Settings) => Settings)): void {
  const config = place.gateway.readConfig() as { channels: { zalo: Settings } };
  const { zalo } = config.channels;
  const next = { ...zalo, ...(typeof change === "function" ? change(zalo) : change) };
  place.gateway.configure({ ...config, channels: { ...config.channels, zalo: next } });
}
