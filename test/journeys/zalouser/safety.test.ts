import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Group } from "zalo-simulator/world/group";
import type { Person } from "zalo-simulator/world/person";
import { PATIENCE_MS, type PersonalShop, personalShop, until } from "../support/personal-shop.ts";

const STRANGERS_PER_HOUR = 3;
const STRANGERS = 8;

let place: PersonalShop;
let friend: Person;
let strangers: Person[];
/** A friend who has never written. */
let quiet: Person;
let group: Group;
const channel = ["--channel", "zalouser"];

beforeAll(async () => {
  place = await personalShop({
    think: ({ text }) => `Trả lời cho ${text}`,
    channel: {
      dmPolicy: "open",
      allowFrom: ["*"],
      groupPolicy: "disabled",
      pace: { strangersPerHour: STRANGERS_PER_HOUR },
      quietHours: { from: timeIn(-2), to: timeIn(3), timeZone: "UTC" },
    },
  });
  friend = place.zalo.world.addPerson({ name: "Chị Lan" });
  quiet = place.zalo.world.addPerson({ name: "Anh Minh" });
  for (const one of [friend, quiet]) place.zalo.world.befriend(place.owner, one);
  group = place.zalo.world.addGroup({ name: "Chung cư", members: [place.owner, quiet] });
  strangers = Array.from({ length: STRANGERS }, (_, number) =>
    place.zalo.world.addPerson({ name: `Khách ${number}` }),
  );
  await place.signIn();
  await place.open();
});
afterAll(() => place?.[Symbol.asyncDispose]());

/** What a clock on the wall shows so many hours from now, by the world's time. */
function timeIn(hours: number): string {
  return new Date(Date.now() + hours * 60 * 60_000).toISOString().slice(11, 16);
}

const answered = () => strangers.filter((person) => person.hearsFrom(place.owner).length > 0).length;
const log = () => readFileSync(place.gateway.logFile, "utf8");
const heard = (person: Person, count: number) =>
  person.waitForFrom(place.owner, (all) => all.length >= count, { timeoutMs: PATIENCE_MS });

test("of many strangers a few are answered in an hour, friends always are, and the log says why", async () => {
  for (const stranger of strangers) stranger.writes(place.owner, "xin chào");
  await until(() => answered() >= STRANGERS_PER_HOUR);
  friend.writes(place.owner, "còn hoa hồng không?");
  await heard(friend, 1);
  await until(() => log().includes("channels.zalouser.pace.strangersPerHour"));
  expect(answered()).toBe(STRANGERS_PER_HOUR);
});

test("a new process of the gateway does not begin the hour anew", async () => {
  await place.cutPower();
  await place.open();
  friend.writes(place.owner, "mấy giờ mở cửa?");
  await heard(friend, 2);
  expect(answered()).toBe(STRANGERS_PER_HOUR);
});

test("in quiet hours what nobody asked for waits on disk, is said not to be sent, and goes out after them", async () => {
  const sent = await place.gateway.cli(
    ...["message", "send", ...channel, "--target", quiet.uid, "--message", "Mai cửa hàng nghỉ"],
  );
  expect(sent.code).not.toBe(0);
  expect(sent.stderr).toMatch(
    /it is quiet until \d\d:\d\d\. It goes out by itself then; do not send it again\./,
  );
  // These are for now or not at all.
  const poll = ["--poll-question", "Mấy giờ họp?", "--poll-option", "7 giờ", "--poll-option", "8 giờ"];
  const refused = await Promise.all([
    place.gateway.cli(...["message", "poll", ...channel, "--target", `group:${group.webId}`, ...poll]),
    place.gateway.cli(
      ...["message", "sticker", "send", ...channel, "--target", quiet.uid, "--sticker-id", "21979:10425"],
    ),
  ]);
  for (const { code, stderr } of refused) {
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/it is quiet until \d\d:\d\d\./);
    expect(stderr).not.toContain("It goes out by itself");
  }
  expect(quiet.hearsFrom(place.owner)).toEqual([]);
  await until(() => log().includes("waits for the end of the quiet hours"));
  await place.cutPower();
  const { channels, ...config } = place.gateway.readConfig() as { channels: { zalouser: object } };
  place.gateway.configure({
    ...config,
    channels: {
      zalouser: { ...channels.zalouser, quietHours: { from: timeIn(4), to: timeIn(5), timeZone: "UTC" } },
    },
  });
  await place.open();
  const [news, ...others] = await heard(quiet, 1);
  expect(news?.content).toMatchObject({ kind: "text", text: "Mai cửa hàng nghỉ" });
  expect(others).toEqual([]);
});
