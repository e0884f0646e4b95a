import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Bot } from "zalo-simulator/world/bot";
import type { Person } from "zalo-simulator/world/person";
import { assertNoSecrets } from "../../support/secrets.ts";
import { PATIENCE_MS, type Shop, shop } from "../support/shop.ts";

/** Who may approve at the shop; nobody may at the clinic. */
const OWNER = "6ede9afa66b88fe6d6a9";
const FOREIGN = "https://other.example.com/hook?key=geheim-geheim";

interface Account {
  accountId: string;
  lifecycle?: string;
  connected?: boolean;
  inbox?: { deadLetters?: number };
  blocked?: unknown;
}
interface Issue {
  accountId: string;
  kind: string;
  message: string;
  fix?: string;
}

let place: Shop;
/** Beside the gateway's folder, in which nothing may hold a token. */
let tokenFolder: string;
let shopBot: Bot;
let clinicBot: Bot;

beforeAll(async () => {
  tokenFolder = mkdtempSync(join(tmpdir(), "zalo-token-"));
  place = await shop({
    bots: [{ name: "Bot Tiệm Hoa" }, { name: "Bot Phòng Khám" }],
    channel: ([first, second]) => ({
      enabled: true,
      dmPolicy: "open",
      allowFrom: ["*"],
      accounts: {
        shop: { botToken: first?.token, allowFrom: ["*", OWNER] },
        clinic: { botToken: second?.token },
      },
    }),
    think: ({ text }) => `Trả lời cho ${text}`,
  });
  [shopBot, clinicBot] = place.bots as [Bot, Bot];
  await place.open();
});

afterAll(async () => {
  rmSync(tokenFolder, { recursive: true });
  await place.gateway.stop();
  assertNoSecrets(place.folder, [...place.zalo.world.bots.map(({ token }) => token), "geheim-geheim"]);
  await place[Symbol.asyncDispose]();
});

const cli = (...args: string[]) => place.gateway.cli(...args);

/** Runs a command that answers in JSON. */
async function ask<Form>(...args: string[]): Promise<Form> {
  const { code, stdout, stderr } = await cli(...args, "--json");
  expect(code, `openclaw ${args.join(" ")} failed:\n${stderr}`).toBe(0);
  return JSON.parse(stdout) as Form;
}

/** Asks for the state of one account until it is as wanted; the test's own time limit ends it. */
async function untilStatus(accountId: string, wanted: (account: Account, issues: Issue[]) => boolean) {
  for (;;) {
    const { channelAccounts, statusIssues } = await ask<{
      channelAccounts: { zalo: Account[] };
      statusIssues: Issue[];
    }>("channels", "status");
    const account = channelAccounts.zalo.find((one) => one.accountId === accountId);
    const issues = statusIssues.filter((issue) => issue.accountId === accountId);
    if (account !== undefined && wanted(account, issues)) return { account, issues };
  }
}

const customer = (name: string): Person => place.zalo.world.addPerson({ name });

/** Resolves when somebody has been answered what they wrote. */
async function answered(person: Person, bot: Bot, text: string): Promise<void> {
  await person.waitFor(bot, (heard) => heard.some((one) => one.text === `Trả lời cho ${text}`), {
    timeoutMs: PATIENCE_MS,
  });
}

test("a healthy account shows who it is, where its token stands and what lies in its inbox", async () => {
  const an = customer("An");
  an.says(shopBot, "xin chào");
  await answered(an, shopBot, "xin chào");
  const { account, issues } = await untilStatus("shop", ({ connected }) => connected === true);
  expect(account).toMatchObject({
    lifecycle: "ready",
    mode: "polling",
    identity: "Bot Tiệm Hoa",
    bot: { id: shopBot.id, username: "Bot Tiệm Hoa" },
    tokenSource: "config",
    tokenStatus: "available",
    tokenPlace: "channels.zalo.accounts.shop.botToken",
    dmPolicy: "open",
    groupPolicy: "allowlist",
    inbox: { waiting: 0, underWay: 0, deadLetters: 0 },
    lastInboundAt: expect.any(Number),
    lastOutboundAt: expect.any(Number),
    blocked: null,
    lastError: null,
  });
  expect(issues).toEqual([]);
  const { stdout } = await cli("channels", "status", "--probe");
  expect(stdout).toMatch(/Zalo shop: .*connected, in:.*, out:.*mode:polling, bot:@Bot Tiệm Hoa, .*works/);
  expect(stdout).not.toContain("Warnings:");
});

test("a dead letter is counted, listed without what was written, retried, and then answered", async () => {
  const alice = customer("Alice");
  const fault = place.zalo.faults.add({
    method: "sendMessage",
    chat: alice.id,
    times: Number.POSITIVE_INFINITY,
    fault: { kind: "ok-false", errorCode: 400, description: "Bad request" },
  });
  alice.says(shopBot, "số điện thoại của tôi");
  const { issues } = await untilStatus("shop", ({ inbox }) => inbox?.deadLetters === 1);
  expect(issues.map(({ fix }) => fix).join()).toContain("openclaw zalo dead-letters list --account shop");
  const list = await cli("zalo", "dead-letters", "list");
  expect(list.stdout).toContain(`account shop, chat ${alice.id}`);
  expect(list.stdout).toContain("rejected: ");
  expect(list.stdout).not.toContain("số điện thoại");
  expect((await cli("zalo", "dead-letters", "list", "--show")).stdout).toContain(
    "Alice: số điện thoại của tôi",
  );
  fault.remove();
  const { deadLetters } = await ask<{ deadLetters: { id: string }[] }>("zalo", "dead-letters", "list");
  const retried = await cli("zalo", "dead-letters", "retry", deadLetters[0]?.id ?? "");
  expect(retried.stdout).toContain("waits to be answered again");
  await answered(alice, shopBot, "số điện thoại của tôi");
  expect(alice.hears(shopBot).filter(({ text }) => text?.includes("số điện thoại"))).toHaveLength(1);
  await untilStatus("shop", ({ inbox }, found) => inbox?.deadLetters === 0 && found.length === 0);
});

test("a used-up quota is said once in the status, and gone with the first message that gets through", async () => {
  const binh = customer("Bình");
  shopBot.switches.quota = { messagesPerMonth: 0, usersPerBot: 50, groups: 3 };
  binh.says(shopBot, "còn hàng không");
  const { issues } = await untilStatus("shop", (_, found) =>
    found.some(({ message }) => /429/.test(message)),
  );
  expect(issues.filter(({ message }) => message.includes("quota may be used up. Answers wait"))).toHaveLength(
    1,
  );
  expect(binh.hears(shopBot).some(({ text }) => text?.includes("còn hàng"))).toBe(false);
  shopBot.switches.quota = "off";
  await answered(binh, shopBot, "còn hàng không");
  await untilStatus("shop", (_, found) => found.length === 0);
});

test("somebody else's webhook is named, removed by our command, and polling takes up", async () => {
  clinicBot.switches.foreignWebhook = FOREIGN;
  const { issues } = await untilStatus("clinic", ({ connected }) => connected === false);
  expect(issues.map(({ message }) => message).join()).toContain(
    "openclaw zalo webhook remove --account clinic",
  );
  const show = await cli("zalo", "webhook", "show", "--account", "clinic");
  expect(show.stdout).toContain("Zalo sends messages to https://other.example.com/hook, which is not in");
  const doctor = await cli("doctor", "--non-interactive");
  expect(unboxed(doctor.stdout)).toContain(
    "Zalo sends this bot's messages to https://other.example.com/hook",
  );

  expect((await cli("zalo", "webhook", "remove", "--account", "clinic")).stdout).toContain("was removed");
  expect(clinicBot.switches.foreignWebhook).toBeNull();
  const chi = customer("Chi");
  chi.says(clinicBot, "bác sĩ có đó không");
  await answered(chi, clinicBot, "bác sĩ có đó không");
  await untilStatus("clinic", ({ connected }, found) => connected === true && found.length === 0);
});

test("a revoked token blocks the account; the command that its status names mends it", async () => {
  clinicBot.switches.tokenRevoked = true;
  const { account, issues } = await untilStatus("clinic", ({ lifecycle }) => lifecycle === "blocked");
  const command = "openclaw channels add --channel zalo --account clinic --token <token>";
  expect(account).toMatchObject({
    blocked: { code: "unauthorized", fix: expect.stringContaining(command) },
    lastError: expect.stringContaining(command),
  });
  expect(issues).toContainEqual(
    expect.objectContaining({ kind: "auth", fix: expect.stringContaining(command) }),
  );
  expect((await cli("channels", "status")).stdout).toContain("--account clinic --token");

  const next = place.zalo.world.addBot({ name: "Bot Phòng Khám Mới" });
  const mended = await cli(...command.split(" ").slice(1, -1), next.token);
  expect(mended.code).toBe(0);
  const dung = customer("Dung");
  dung.says(next, "phòng khám mở cửa chưa");
  await answered(dung, next, "phòng khám mở cửa chưa");
  const { account: after } = await untilStatus("clinic", ({ connected }) => connected === true);
  expect(after).toMatchObject({ blocked: null, lastError: null, identity: "Bot Phòng Khám Mới" });
});

describe("approving from a chat", () => {
  /** What the agent asks for when it wants to run a command in somebody's session. */
  const request = async (id: string, accountId: string, { id: chat }: Person) => {
    const params = {
      id,
      command: "echo hi",
      commandArgv: ["echo", "hi"],
      host: "gateway",
      agentId: "main",
      sessionKey: `agent:main:zalo:direct:${chat}`,
      turnSourceChannel: "zalo",
      turnSourceTo: `zalo:${chat}`,
      turnSourceAccountId: accountId,
      timeoutMs: 120_000,
    };
    const { stdout } = await cli(
      ...["gateway", "call", "exec.approval.request", "--timeout", "150000"],
      ...["--params", JSON.stringify(params)],
    );
    return JSON.parse(stdout.slice(stdout.indexOf("{"))) as { decision: string | null; expiresAtMs: number };
  };

  test("where nobody may approve, a request ends without waiting for anybody", async () => {
    const { decision, expiresAtMs } = await request("nobody-1", "clinic", customer("Khách"));
    expect(decision).toBeNull();
    expect(Date.now()).toBeLessThan(expiresAtMs);
  });

  test("the owner's /approve counts, and a stranger's does not", async () => {
    const owner = place.zalo.world.addPerson({ name: "Chủ tiệm", id: OWNER });
    const stranger = customer("Người lạ");
    let decided = false;
    const outcome = request("owner-1", "shop", owner).finally(() => {
      decided = true;
    });
    // Whoever writes before the request is there is told that it is unknown, so both write until it is over.
    const writing = async () => {
      while (!decided) {
        stranger.says(shopBot, "/approve owner-1 deny");
        const before = owner.hears(shopBot).length;
        owner.says(shopBot, "/approve owner-1 allow-once");
        await owner.waitFor(shopBot, (lines) => lines.length > before, { timeoutMs: PATIENCE_MS });
      }
    };
    const [{ decision }] = await Promise.all([outcome, writing()]);
    expect(decision).toBe("allow-once");
    expect(stranger.hears(shopBot).filter(({ text }) => text?.includes("submitted"))).toEqual([]);
  });
});

test("doctor and audit name what is wrong in the settings, and --fix mends what opens nothing", async () => {
  const tokenFile = join(tokenFolder, "shop.token");
  writeFileSync(tokenFile, shopBot.token, { mode: 0o600 });
  chmodSync(tokenFile, 0o644);
  const group = "zgr-f8a7101d77709e2ec761";
  const zalo = {
    enabled: true,
    dmPolicy: "open",
    allowFrom: ["Chị Lan"],
    groups: { [group]: { allow: true }, "*": {} },
    webhookSecret: "12345678",
    accounts: {
      shop: { botToken: shopBot.token, tokenFile, dmPolicy: "pairing", allowFrom: [] },
      clinic: { tokenFile, groupAllowFrom: [group] },
    },
  };
  place.gateway.configure({ ...place.gateway.readConfig(), channels: { zalo } });

  const said = unboxed((await cli("doctor", "--non-interactive")).stdout);
  for (const part of [
    "channels.zalo.accounts.shop.tokenFile: botToken stands beside it and wins",
    `channels.zalo.groups.${group}.allow: is the old name of enabled.`,
    'channels.zalo.allowFrom: "Chị Lan" is not a Zalo id',
    `channels.zalo.accounts.clinic.groupAllowFrom: "${group}" is a group`,
    "channels.zalo.webhookSecret: is not used",
    "(mode 644)",
    'Accounts "clinic" and "shop" have the same bot',
  ]) {
    expect(said).toContain(part);
  }

  const { findings } = await ask<{ findings: { checkId: string; severity: string; remediation?: string }[] }>(
    "security",
    "audit",
  );
  const ours = findings.filter(({ checkId }) => checkId.startsWith("channels.zalo."));
  expect(ours.map(({ checkId, severity }) => `${checkId} ${severity}`)).toEqual(
    expect.arrayContaining([
      "channels.zalo.token.file_mode warn",
      "channels.zalo.token.inline info",
      "channels.zalo.lists.matches_nobody warn",
      "channels.zalo.groups.any_member warn",
    ]),
  );
  expect(ours.find(({ checkId }) => checkId.endsWith("any_member"))?.remediation).toContain(
    "channels.zalo.accounts.shop.groupAllowFrom",
  );

  // The gateway's own rule: it repairs nothing while it runs.
  await place.gateway.stop();
  const { code, stdout, stderr } = await cli("doctor", "--fix", "--non-interactive");
  expect(code, `${stdout}\n${stderr}`).toBe(0);
  const { zalo: mended } = place.gateway.readConfig()["channels"] as { zalo: typeof zalo };
  expect(mended).toMatchObject({
    dmPolicy: "pairing",
    allowFrom: ["Chị Lan"],
    groups: { [group]: { enabled: true }, "*": {} },
    accounts: { shop: { botToken: shopBot.token, dmPolicy: "pairing" } },
  });
  expect(mended.groups[group]).not.toHaveProperty("allow");
  expect(Object.keys(mended.accounts)).toEqual(["shop", "clinic"]);
  expect(mended.accounts.shop).not.toHaveProperty("tokenFile");
});

/** What stands in the doctor's boxes, as running text. */
const unboxed = (text: string): string => text.replaceAll(/[│╮╯├─◇]/g, " ").replaceAll(/\s+/g, " ");
