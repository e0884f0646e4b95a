import { expect, test } from "vitest";
import type { Credentials } from "../personal/credentials.ts";
import { controlOf } from "../testing/control.ts";
import { WAIT } from "../testing/scene.ts";
import { soon } from "../testing/soon.ts";
import { clientOf, webScene } from "../testing/web-scene.ts";

/** What tests read out of answers. Which of it is there depends on the request. */
interface Said extends Credentials {
  id: string;
  webId: string;
  uid: string;
  msgId: string;
  code: string;
  error: string;
  sockets: number;
  messages: number;
  lines: readonly object[];
}

async function steered() {
  const scene = await webScene();
  const control = controlOf<Said>(scene.zalo);
  const { owner, alice } = scene;
  return {
    ...scene,
    control,
    /** Something that happens to the owner. */
    owns: (path: string, body: object = {}) => control("POST", `people/${owner.id}/web/${path}`, body),
    alicesWords: (content: object, more: object = {}) =>
      control("POST", `people/${alice.id}/writes`, { to: owner.id, content, ...more }),
    [Symbol.asyncDispose]: () => scene[Symbol.asyncDispose](),
  };
}

test("another process signs somebody in, writes to them and reads what they wrote", async () => {
  await using scene = await steered();
  const { zalo, owner, alice, control, alicesWords, connect } = scene;
  const credentials = (await control("POST", `people/${owner.id}/sign-in`)).body;
  const client = await connect(credentials);
  const group = (await control("POST", "groups", { name: "Nhóm", members: [owner.id, alice.id] })).body;

  const first = await alicesWords({ kind: "text", text: "một" });
  await alicesWords({ kind: "text", text: "hai" }, { quote: first.body.msgId });
  await control("POST", `people/${alice.id}/writes`, {
    in: group.id,
    content: { kind: "text", text: "@Owner ba" },
    mentions: [owner.id],
  });

  const heard = await client.got(3);
  expect(heard.map(({ data }) => data.content).toSorted()).toEqual(["@Owner ba", "hai", "một"]);
  await client.api.sendMessage("bốn", alice.uid);
  const { lines } = (await control("GET", `people/${owner.id}/conversations/${alice.id}`)).body;
  expect(lines).toMatchObject([
    { from: { uid: alice.uid }, content: { text: "một" } },
    { content: { text: "hai" }, quote: { text: "một" } },
    { from: { uid: owner.uid }, content: { text: "bốn" } },
  ]);
  expect((await control("GET", `groups/${group.id}/conversation`)).body.lines).toHaveLength(1);
  expect(zalo.world.groupByWebId(group.webId)?.id).toBe(group.id);
});

test("it holds the phone in front of a QR code", async () => {
  await using scene = await steered();
  const { zalo, owner, control } = scene;
  const login = clientOf(zalo).loginQR({}, () => undefined);
  const { code } = (await control("POST", "qr-codes/wait", { timeoutMs: WAIT.timeoutMs })).body;
  await control("POST", `qr-codes/${code}/scan`, { person: owner.id });
  expect((await control("GET", "qr-codes")).body).toMatchObject([
    { code, state: "scanned", person: owner.id },
  ]);
  await control("POST", `qr-codes/${code}/confirm`);

  expect((await login).getOwnId()).toBe(owner.uid);
  expect((await control("POST", `qr-codes/${code}/decline`)).body.error).toBe("This QR code is confirmed.");
  expect((await control("POST", "qr-codes/none/scan", { person: owner.id })).status).toBe(404);
  expect((await control("POST", "qr-codes/wait", { timeoutMs: 1 })).body).toEqual({ timedOut: true });
});

test("it does to sockets and sessions what can be done to them", async () => {
  await using scene = await steered();
  const { zalo, owner, control, owns, alicesWords, connect } = scene;
  const client = await connect();
  expect((await control("GET", `people/${owner.id}/web`)).body.sockets).toBe(1);

  await control("PATCH", `people/${owner.id}/web/switches`, { encrypt: 0 });
  const held = (await owns("holds")).body;
  const { msgId } = (await alicesWords({ kind: "text", text: "giữ lại" })).body;
  expect((await control("POST", `holds/${held.id}/release`, { copies: 2 })).body).toEqual({ messages: 1 });
  await owns("redeliver", { msgId });
  await client.got(3);

  await owns("event", { cmd: 602, data: {} });
  await soon(() => client.errors).toHaveLength(1);
  await owns("close", { code: 3003 });
  await soon(() => client.closes).toEqual([3003]);
  await owns("expire-session");
  await expect(client.api.keepAlive()).rejects.toMatchObject({ code: 102 });
  await control("POST", "upgrades", { refuse: 1 });
  client.api.listener.start();
  await zalo.journal.waitFor(({ kind }) => kind === "socket-refused", WAIT);
});

test("it spoils calls of one account", async () => {
  await using scene = await steered();
  const { alice, owner, control, connect } = scene;
  const { api } = await connect();
  await control("POST", "faults", {
    method: "message/sms",
    person: owner.id,
    fault: { kind: "ok-false", errorCode: 123 },
  });

  await expect(api.sendMessage("chào", alice.uid)).rejects.toMatchObject({ code: 123 });
});

test("it makes friends and parts them", async () => {
  await using scene = await steered();
  const { owner, control } = scene;
  const bob = (await control("POST", "people", { name: "Bob", phone: "84901234567" })).body;
  await control("POST", "friendships", { one: owner.id, other: bob.id });
  expect((await control("GET", `people/${bob.id}/friends`)).body).toEqual([owner.id]);
  await control("DELETE", "friendships", { one: owner.id, other: bob.id });
  expect((await control("GET", `people/${bob.id}/friends`)).body).toEqual([]);
});

test.each([
  ["web/switches", "PATCH", { encrypt: 7 }],
  ["web/close", "POST", { code: 5 }],
  ["writes", "POST", { to: "nobody", content: { kind: "text", text: "x" } }],
])("it is told what is wrong with %s", async (path, verb, body) => {
  await using scene = await steered();
  const { owner, control } = scene;
  const answer = await control(verb, `people/${owner.id}/${path}`, body);
  expect([400, 404]).toContain(answer.status);
  expect(answer.body.error).not.toBe("");
});
