import { chmodSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { PersonalMessage } from "zalo-simulator/world/conversation";
import type { Group } from "zalo-simulator/world/group";
import type { Person } from "zalo-simulator/world/person";
import { PATIENCE_MS, type PersonalShop, personalShop } from "../support/personal-shop.ts";

interface Issue {
  kind: string;
  message: string;
  fix?: string;
}
interface Account {
  connected?: boolean;
  [fact: string]: unknown;
}

let place: PersonalShop;
/** A friend, and somebody who has taken that name and is none. */
let huong: Person;
let impostor: Person;
/** Known to the owner as Chị Lan. */
let lan: Person;
/** Two friends of one name. */
let minhs: readonly Person[];
let selling: Group;
let street: Group;

const CHANNEL = {
  dmPolicy: "allowlist",
  allowFrom: ["đặng HƯƠNG", "Anh Minh"],
  groupPolicy: "allowlist",
  groupAllowFrom: ["*"],
  groups: { "Nhóm bán hàng": { requireMention: false } },
};

beforeAll(async () => {
  place = await personalShop({ think: ({ text }) => `Trả lời cho ${text}`, channel: CHANNEL });
  const { world } = place.zalo;
  huong = world.addPerson({ name: "Đặng Hương" });
  impostor = world.addPerson({ name: "Đặng Hương" });
  lan = world.addPerson({ name: "Lan Anh" });
  minhs = [world.addPerson({ name: "Anh Minh" }), world.addPerson({ name: "Anh Minh" })];
  for (const friend of [huong, lan, ...minhs]) world.befriend(place.owner, friend);
  place.owner.nicknames(lan, "Chị Lan");
  selling = world.addGroup({ name: "Nhóm bán hàng", members: [place.owner, lan, huong] });
  street = world.addGroup({ name: "Tổ dân phố", members: [place.owner, lan] });
  await place.signIn();
  await place.open();
});
afterAll(() => place?.[Symbol.asyncDispose]());

const cli = (...args: string[]) => place.gateway.cli(...args);

/** Runs a command of the channel that answers in JSON. */
async function ask<Form>(...args: string[]): Promise<Form> {
  const { code, stdout, stderr } = await cli(...args, "--json");
  expect(code, `openclaw ${args.join(" ")} failed:\n${stdout}\n${stderr}`).toBe(0);
  return JSON.parse(stdout) as Form;
}

async function statusOf(...args: string[]): Promise<{ account: Account; issues: Issue[] }> {
  const { channelAccounts, statusIssues } = await ask<{
    channelAccounts: { zalouser: Account[] };
    statusIssues: (Issue & { channel: string })[];
  }>("channels", "status", ...args);
  const [account] = channelAccounts.zalouser;
  if (account === undefined) throw new Error("The status has no account.");
  return { account, issues: statusIssues.filter(({ channel }) => channel === "zalouser") };
}

/** Resolves when somebody has been answered what they wrote to the owner. */
async function answered(person: Person, text: string): Promise<void> {
  person.writes(place.owner, text);
  const isIt = ({ content }: PersonalMessage) =>
    content.kind === "text" && content.text === `Trả lời cho ${text}`;
  await person.waitForFrom(place.owner, (all) => all.some(isIt), { timeoutMs: PATIENCE_MS });
}

interface Entry {
  id: string;
  name: string;
}
const byId = (entries: readonly Entry[]) =>
  entries.map(({ id, name }) => ({ id, name })).toSorted((one, other) => one.id.localeCompare(other.id));

/** Who is in a group, by a command. */
const membersOf = async (group: Group) =>
  byId(
    await ask<Entry[]>(
      ...["directory", "groups", "members", "--channel", "zalouser", "--group-id", `group:${group.webId}`],
    ),
  );
const named = (...people: Person[]) => byId(people.map(({ uid, name }) => ({ id: uid, name })));

const logins = () => place.zalo.journal.entries.filter(({ kind }) => kind === "web-login").length;

test("a name in the allow list lets in the one friend who bears it, and nobody who calls himself so", async () => {
  impostor.writes(place.owner, "tôi là Hương đây");
  for (const minh of minhs) minh.writes(place.owner, "tôi là Minh");
  lan.writes(place.owner, "có ai không?");
  await answered(huong, "còn hoa hồng không?");
  await answered(huong, "mấy giờ mở cửa?");
  for (const other of [impostor, lan, ...minhs]) expect(other.hearsFrom(place.owner)).toEqual([]);
});

test("a group that is listed by its name is answered in, and another is not", async () => {
  lan.writesIn(street, "họp lúc mấy giờ?");
  lan.writesIn(selling, "hoa này bao nhiêu?");
  await selling.waitForFrom(place.owner, (all) => all.length === 1, { timeoutMs: PATIENCE_MS });
  expect(street.hearsFrom(place.owner)).toEqual([]);
});

test("the status shows who the account is, and that a name of two friends lets in neither, with their ids", async () => {
  const { account, issues } = await statusOf("--probe");
  expect(account).toMatchObject({
    linked: true,
    connected: true,
    lifecycle: "ready",
    mode: "socket",
    profile: "default",
    identity: "Tiệm Hoa Lan",
    own: { id: place.owner.uid, name: "Tiệm Hoa Lan" },
    probe: { ok: true, own: { id: place.owner.uid } },
    dmPolicy: "allowlist",
    groupPolicy: "allowlist",
    receipts: "seen",
    inbox: { waiting: 0, underWay: 0, deadLetters: 0 },
    pace: { waiting: 0 },
    lastInboundAt: expect.any(Number),
    lastOutboundAt: expect.any(Number),
    lastError: null,
  });
  expect(issues).toEqual([
    expect.objectContaining({
      message: expect.stringContaining('"Anh Minh" in allowFrom is the name of several'),
      fix: "Put the id of the one you mean in its place.",
    }),
  ]);
  for (const { uid } of minhs) expect(issues[0]?.message).toContain(uid);
});

test("commands find people and groups without accents, through the gateway's one session", async () => {
  const before = logins();
  expect(await ask("directory", "self", "--channel", "zalouser")).toMatchObject({
    id: place.owner.uid,
    name: "Tiệm Hoa Lan",
  });
  const peers = (query: string) =>
    ask<object[]>("directory", "peers", "list", "--channel", "zalouser", "--query", query);
  expect(await peers("dang huong")).toMatchObject([{ id: huong.uid, name: "Đặng Hương" }]);
  expect(await peers("chi lan")).toMatchObject([{ id: lan.uid, name: "Chị Lan (Lan Anh)" }]);
  const groups = await cli("directory", "groups", "list", "--channel", "zalouser", "--query", "nhom");
  expect(groups.stdout).toContain(`group:${selling.webId}`);
  expect(groups.stdout).not.toContain("Tổ dân phố");
  expect(await membersOf(selling)).toEqual(named(place.owner, lan, huong));
  const resolved = await ask<object[]>(
    ...["channels", "resolve", "--channel", "zalouser", "chi lan", "nhom ban hang", "Anh Minh", huong.uid],
  );
  expect(resolved).toMatchObject([
    { resolved: true, id: lan.uid, name: "Chị Lan", note: "accents ignored" },
    { resolved: true, id: `group:${selling.webId}`, note: "accents ignored" },
    { resolved: false, note: expect.stringContaining(minhs[0]?.uid ?? "") },
    { resolved: true, id: huong.uid, name: "Đặng Hương" },
  ]);
  expect([logins(), place.zalo.personal.sockets(place.owner)]).toEqual([before, 1]);
});

test("a message goes to a name that one friend has, and to none that two have", async () => {
  const send = (target: string) =>
    cli("message", "send", "--channel", "zalouser", "--target", target, "--message", "Mai cửa hàng nghỉ");
  const sent = await send("Chị Lan");
  expect(sent.code, sent.stderr).toBe(0);
  await lan.waitForFrom(place.owner, (all) => all.length === 1, { timeoutMs: PATIENCE_MS });
  const refused = await send("Anh Minh");
  expect(refused.code).not.toBe(0);
  for (const minh of minhs) {
    expect(refused.stderr).toContain(minh.uid);
    expect(minh.hearsFrom(place.owner)).toEqual([]);
  }
  expect((await send("chi lan")).stderr).toContain(`Alike: ${lan.uid} (Chị Lan).`);
});

test("a name keeps its friend when somebody else takes it and the gateway starts again", async () => {
  place.zalo.world.befriend(place.owner, impostor);
  await place.gateway.stop();
  // From here on Zalo tells of a group's members by their versions only, and names profiles by them.
  const switches = place.zalo.personal.switches(place.owner);
  switches.groupMembersAs = "versions";
  switches.profileKeys = "uid-and-version";
  await place.open();
  impostor.writes(place.owner, "bây giờ tôi là bạn rồi");
  await answered(huong, "còn hoa cúc không?");
  await answered(huong, "gói giúp chị nhé");
  expect(impostor.hearsFrom(place.owner)).toEqual([]);
});

test("the members of a group are found however Zalo writes them, and answered", async () => {
  expect(await membersOf(selling)).toEqual(named(place.owner, lan, huong));
  const before = selling.hearsFrom(place.owner).length;
  lan.writesIn(selling, "còn hoa gì?");
  await selling.waitForFrom(place.owner, (all) => all.length > before, { timeoutMs: PATIENCE_MS });
  expect(street.hearsFrom(place.owner)).toEqual([]);
});

test("doctor and audit name what is wrong, and --fix closes a login that others could read", async () => {
  const { groupPolicy: _, ...rest } = CHANNEL;
  const zalouser = { ...rest, groups: { "Nhóm bán hàng": { allow: true }, [`user:${lan.uid}`]: {} } };
  place.gateway.configure({ ...place.gateway.readConfig(), channels: { zalouser } });
  await place.gateway.stop();
  const login = join(place.folder, "state", "zalouser", "credentials", "default.json");
  chmodSync(login, 0o644);
  const said = unboxed((await cli("doctor", "--non-interactive")).stdout);
  for (const part of [
    "channels.zalouser.groups.Nhóm bán hàng.allow: is the old name of enabled.",
    `"user:${lan.uid}" in groups is a person, and not a group`,
    'channels.zalouser.groupPolicy: is not set, which means "open"',
    '"Anh Minh" in allowFrom is the name of several',
    "(mode 644)",
  ]) {
    expect(said).toContain(part);
  }
  const { findings } = await ask<{ findings: { checkId: string; severity: string }[] }>("security", "audit");
  const ours = findings.filter(({ checkId }) => checkId.startsWith("channels.zalouser."));
  expect(ours.map(({ checkId, severity }) => `${checkId} ${severity}`).toSorted()).toEqual([
    "channels.zalouser.api_url.override info",
    "channels.zalouser.approvals.nobody info",
    "channels.zalouser.groups.open critical",
    "channels.zalouser.groups.policy_unset warn",
    "channels.zalouser.lists.matches_nobody warn",
    "channels.zalouser.lists.names info",
    "channels.zalouser.login.file_mode warn",
    "channels.zalouser.login.plain info",
    "channels.zalouser.unofficial info",
  ]);
  const fixed = await cli("doctor", "--fix", "--non-interactive");
  expect(fixed.code, `${fixed.stdout}\n${fixed.stderr}`).toBe(0);
  expect(unboxed(fixed.stdout)).toContain("closed to other users (its mode was 644)");
  const { zalouser: mended } = place.gateway.readConfig()["channels"] as { zalouser: typeof zalouser };
  expect(mended).toMatchObject({ dmPolicy: "allowlist", groups: { "Nhóm bán hàng": { enabled: true } } });
  expect((await cli("directory", "self", "--channel", "zalouser")).stderr).toContain(
    "The gateway does not answer",
  );
});

/** What stands in the doctor's boxes, as running text. */
const unboxed = (text: string): string => text.replaceAll(/[│╮╯├─◇]/g, " ").replaceAll(/\s+/g, " ");
