import { readFileSync } from "node:fs";
import { APPROVED_TEXT } from "channel-kit/pairing/challenge-text";
import type { Question, Recording } from "demo/model";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { PersonalMessage } from "zalo-simulator/world/conversation";
import type { Group } from "zalo-simulator/world/group";
import type { Person } from "zalo-simulator/world/person";
import { callGateway } from "../support/call-gateway.ts";
import { letModelListen } from "../support/let-model-listen.ts";
import { PATIENCE_MS, type PersonalShop, personalShop, until } from "../support/personal-shop.ts";

let place: PersonalShop;
let lan: Person;
let binh: Person;
/** In the list of groups, by its id. */
let flowers: Group;
/** In no list. */
let travel: Group;
let asked: Question[] = [];
let played: Recording[] = [];

beforeAll(async () => {
  place = await personalShop({
    // Where there is none, the first one approved becomes it, and the gateway restarts the account some time later.
    config: { commands: { ownerAllowFrom: ["zalouser:100000000000000000"] } },
    think: (question) => {
      asked.push(question);
      return `Trả lời cho ${question.text.split("\n").at(-1)}`;
    },
    listen: (recording) => {
      played.push(recording);
      return "mấy giờ mở cửa";
    },
    channel: ({ world }, owner) => {
      lan = world.addPerson({ name: "Chị Lan" });
      binh = world.addPerson({ name: "Anh Bình" });
      for (const friend of [lan, binh]) world.befriend(owner, friend);
      flowers = world.addGroup({ name: "Hội yêu hoa", members: [owner, lan, binh] });
      travel = world.addGroup({ name: "Du lịch", members: [owner, lan, binh] });
      return {
        allowFrom: [binh.uid],
        groupPolicy: "allowlist",
        groups: { [flowers.webId]: { allowFrom: ["*"] } },
        pace: { perMinute: 60, burst: 20, chatPerMinute: 60, typing: false },
      };
    },
  });
  letModelListen(place.gateway, place.model);
  await place.signIn();
  await place.open();
});
beforeEach(() => {
  asked = [];
  played = [];
});
afterAll(() => place?.[Symbol.asyncDispose]());

const heard = (by: Person | Group, count: number) =>
  by.waitForFrom(place.owner, (all) => all.length >= count, { timeoutMs: PATIENCE_MS });

const textOf = (message: PersonalMessage | undefined) =>
  message?.content.kind === "text" ? message.content.text : undefined;

/** Long enough for the gateway, which takes a very short one for silence. */
function longVoice(): string {
  const { media } = place.zalo;
  const bytes = media.get("voice.aac")?.bytes ?? Buffer.alloc(0);
  return media.host({ type: "audio/aac", bytes: Buffer.concat(Array<Buffer>(10).fill(bytes)) }, ".aac");
}

const logged = () => readFileSync(place.gateway.logFile, "utf8");

test("a stranger gets one pairing code, and is answered once the operator has approved it", async () => {
  const first = lan.writes(place.owner, "xin chào");
  const [challenge] = await heard(lan, 1);
  const code = /[A-Z0-9]{8}/.exec(textOf(challenge) ?? "")?.[0] ?? "";
  expect(code).not.toBe("");
  lan.writes(place.owner, "có ai không?");
  const approved = await place.gateway.cli("pairing", "approve", "zalouser", code, "--notify");
  expect(approved.code, approved.stderr).toBe(0);
  await place.listening();
  lan.writes(place.owner, "còn hoa hồng không?");
  const all = await lan.waitForFrom(
    place.owner,
    (said) => textOf(said.at(-1))?.startsWith("Trả lời cho") ?? false,
    { timeoutMs: PATIENCE_MS },
  );
  expect(textOf(all.at(-1))).toBe("Trả lời cho còn hoa hồng không?");
  expect(asked).toHaveLength(1);
  // Nothing that came before the approval was seen to be read.
  const seen = place.zalo.journal.entries.filter((entry) => JSON.stringify(entry).includes(first));
  expect(JSON.stringify(seen)).not.toContain("seenv2");
});

test("somebody who is approved in the Control UI is told so", async () => {
  const tu = place.zalo.world.addPerson({ name: "Cô Tư" });
  place.zalo.world.befriend(place.owner, tu);
  tu.writes(place.owner, "xin chào");
  await heard(tu, 1);
  const request = { channel: "zalouser", accountId: "default" };
  const listed = (await callGateway(place.gateway, "channels.pairing.list", request)) as {
    requests: { requestId: string; senderId: string }[];
  };
  const requestId = listed.requests.find(({ senderId }) => senderId === tu.uid)?.requestId;
  await callGateway(place.gateway, "channels.pairing.approve", { ...request, requestId, notify: true });
  expect((await heard(tu, 2)).slice(1).map(textOf)).toEqual([APPROVED_TEXT]);
});

test("whoever stands in the list by id is answered at once, and quotes reach the agent", async () => {
  const asking = binh.writes(place.owner, "hoa cúc bao nhiêu?");
  await heard(binh, 1);
  binh.writes(place.owner, "còn hàng không?", { quote: asking });
  await heard(binh, 2);
  const shown = JSON.stringify(asked.at(-1)?.messages);
  expect(asked.at(-1)?.text).toContain("còn hàng không?");
  expect(shown).toContain("hoa cúc bao nhiêu?");
});

test("a group that is listed by id is answered when it calls the account, with what was said before", async () => {
  lan.writesIn(flowers, "sáng nay chợ đông lắm");
  lan.writesIn(travel, `@${place.owner.name} đi đâu?`, { mentions: [place.owner] });
  binh.writesIn(flowers, `@${place.owner.name} mở cửa chưa?`, { mentions: [place.owner] });
  const [answer] = await heard(flowers, 1);
  expect(textOf(answer)).toBe("Trả lời cho mở cửa chưa?");
  expect(JSON.stringify(asked[0]?.messages)).toContain("sáng nay chợ đông lắm");
  await until(() => logged().includes(`group ${travel.webId}: a message from ${lan.uid} was dropped`));
  expect(travel.hearsFrom(place.owner)).toEqual([]);

  // Who answers the account's own message calls it, too.
  lan.writesIn(flowers, "mấy giờ đóng cửa?", { quote: answer?.msgId ?? "" });
  const both = await heard(flowers, 2);
  expect(textOf(both[1])).toBe("Trả lời cho mấy giờ đóng cửa?");
});

test("a photo is seen, and a voice message is heard", async () => {
  const { samples } = place.zalo.media;
  const before = binh.hearsFrom(place.owner).length;
  binh.writes(place.owner, { kind: "image", url: samples["photo.jpg"], caption: "hoa này tên gì?" });
  await heard(binh, before + 1);
  expect(asked[0]?.text).toContain("hoa này tên gì?");
  expect(asked[0]?.images).toHaveLength(1);
  binh.writes(place.owner, { kind: "voice", url: longVoice() });
  await heard(binh, before + 2);
  expect(played.map(({ name }) => name.split(".").at(-1))).toEqual(["m4a"]);
  expect(asked.at(-1)?.text).toContain("mấy giờ mở cửa");
});

test("people see that their message was read, and a reaction to an answer is told to the agent", async () => {
  const question = binh.writes(place.owner, "giao hàng không?");
  const answers = await heard(binh, binh.hearsFrom(place.owner).length + 1);
  const answer = answers.at(-1);
  await place.zalo.journal.waitFor(
    (entry) => JSON.stringify(entry).includes("seenv2") && JSON.stringify(entry).includes(question),
    { timeoutMs: PATIENCE_MS },
  );
  binh.reacts(answer?.msgId ?? "", "/-heart");
  binh.writes(place.owner, "cảm ơn");
  await heard(binh, answers.length + 1);
  expect(JSON.stringify(asked.at(-1)?.messages)).toContain("reacted with /-heart to your Zalo message");
});

test("a restart keeps the session, and what was written meanwhile is answered", async () => {
  const before = binh.hearsFrom(place.owner).length;
  await place.gateway.stop();
  await until(() => place.zalo.personal.sockets(place.owner) === 0);
  binh.writes(place.owner, "viết lúc máy tắt");
  await place.open();
  const all = await heard(binh, before + 1);
  expect(all.slice(before).map(textOf)).toEqual(["Trả lời cho viết lúc máy tắt"]);
});

test("when the owner opens Zalo Web the account gives way, and says so", async () => {
  place.zalo.personal.close(place.owner, 3000);
  await until(() => logged().includes("Zalo was opened in a browser or on a computer with this account"));
  const status = await place.gateway.cli("channels", "status", "--channel", "zalouser");
  expect(`${status.stdout}${status.stderr}`).toMatch(/comes back at/);
  expect(place.zalo.personal.sockets(place.owner)).toBe(0);
});
