import { describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { ThreadType } from "zca-js";
import { WAIT } from "../../testing/scene.ts";
import { soon } from "../../testing/soon.ts";
import { type WebClient, type WebScene, webScene } from "../../testing/web-scene.ts";

/** What the client heard so far. */
const words = ({ messages }: WebClient) => messages.map(({ data }) => data.content);

/** Old messages as the client gets them when it asks. */
const askForOld = ({ api }: WebClient, type: ThreadType, lastId: string | null = null) =>
  new Promise<unknown[]>((resolve) => {
    api.listener.once("old_messages", (all) => resolve(all.map(({ data }) => data.content)));
    api.listener.requestOldMessages(type, lastId);
  });

const closed = ({ zalo }: WebScene, from: number) =>
  zalo.journal.waitFor(({ kind }) => kind === "socket-closed", { ...WAIT, from });

describe("old messages", () => {
  test("are those that were held back, after the last one that is known", async () => {
    await using scene = await webScene();
    const { owner, alice, zalo } = scene;
    const client = await scene.connect();
    const known = alice.writes(owner, "một");
    await client.got(1);
    const held = zalo.personal.holdLive(owner);
    alice.writes(owner, "hai");
    alice.writes(owner, "ba");
    held.drop();

    expect(await askForOld(client, ThreadType.User, known)).toEqual(["hai", "ba"]);
    expect(await askForOld(client, ThreadType.User)).toEqual(["một", "hai", "ba"]);
    expect(words(client)).toEqual(["một"]);
    expect(zalo.journal.entries).toContainEqual(
      expect.objectContaining({ kind: "socket-request", cmd: 510, lastId: known }),
    );
  });

  test("are all there, in order, for a client that was away", async () => {
    await using scene = await webScene();
    scene.zalo.personal.switches(scene.owner).oldMessagesLimit = 30;
    const credentials = scene.zalo.personal.signIn(scene.owner);
    const before = await scene.connect(structuredClone(credentials));
    let known = scene.alice.writes(scene.owner, "bắt đầu");
    await before.got(1);
    scene.zalo.personal.cut(scene.owner);
    const away = Array.from({ length: 100 }, (_, n) => {
      scene.alice.writes(scene.owner, String(n));
      return String(n);
    });
    const client = await scene.connect(credentials);
    const found: unknown[] = [];
    client.api.listener.on("old_messages", (all) => {
      known = all.at(-1)?.data.msgId ?? known;
    });
    while (found.length < away.length) found.push(...(await askForOld(client, ThreadType.User, known)));

    expect(found).toEqual(away);
    expect(await askForOld(client, ThreadType.User, known)).toEqual([]);
  });

  test("of groups are asked for apart", async () => {
    await using scene = await webScene();
    const group = scene.zalo.world.addGroup({ name: "Nhóm", members: [scene.owner, scene.alice] });
    const client = await scene.connect();
    scene.alice.writesIn(group, "trong nhóm");
    scene.alice.writes(scene.owner, "riêng");

    expect(await askForOld(client, ThreadType.Group)).toEqual(["trong nhóm"]);
    expect(await askForOld(client, ThreadType.User)).toEqual(["riêng"]);
  });

  test.each([
    ["newer", ["3", "4"]],
    ["older", ["0", "1"]],
    ["ignores-last-id", ["3", "4"]],
  ] as const)("come in portions, %s ones", async (oldMessages, expected) => {
    await using scene = await webScene();
    Object.assign(scene.zalo.personal.switches(scene.owner), { oldMessages, oldMessagesLimit: 2 });
    const client = await scene.connect();
    const ids = [0, 1, 2, 3, 4].map((n) => scene.alice.writes(scene.owner, String(n)));

    expect(await askForOld(client, ThreadType.User, ids[2])).toEqual(expected);
  });
});

describe("messages that were held back", () => {
  test("go out in the shape that is asked for", async () => {
    await using scene = await webScene();
    scene.zalo.personal.switches(scene.owner).encrypt = 0;
    const client = await scene.connect();
    const held = scene.zalo.personal.holdLive(scene.owner);
    for (const text of ["một", "hai", "ba"]) scene.alice.writes(scene.owner, text);
    held.release({ order: "reversed", perFrame: 2, copies: 2 });

    await client.got(6);
    expect(words(client)).toEqual(["ba", "hai", "ba", "hai", "một", "một"]);
    scene.alice.writes(scene.owner, "bốn");
    await client.got(7);
  });

  test("and any message can come once more", async () => {
    await using scene = await webScene();
    const client = await scene.connect();
    const msgId = scene.alice.writes(scene.owner, "một");
    scene.zalo.personal.redeliver(scene.owner, msgId);

    expect((await client.got(2)).map(({ data }) => data.msgId)).toEqual([msgId, msgId]);
  });
});

describe("a connection", () => {
  test("is told when another one takes its place, and closes", async () => {
    await using scene = await webScene();
    const credentials = scene.zalo.personal.signIn(scene.owner);
    const first = await scene.connect(structuredClone(credentials));
    const from = scene.zalo.journal.nextSeq;
    const second = await scene.connect(credentials);

    expect(await closed(scene, from)).toMatchObject({ code: 3000 });
    await soon(() => first.closes).toEqual([3000]);
    expect(scene.zalo.personal.sockets(scene.owner)).toBe(1);
    scene.alice.writes(scene.owner, "một lần");
    await second.got(1);
    expect(first.messages).toEqual([]);
  });

  test("can be cut, which its client calls 1006, and closed with any code", async () => {
    await using scene = await webScene();
    const first = await scene.connect();
    scene.zalo.personal.cut(scene.owner);
    await soon(() => first.closes).toEqual([1006]);
    const second = await scene.connect();
    scene.zalo.personal.close(scene.owner, 3003);
    await soon(() => second.closes).toEqual([3003]);
  });

  test("that its client stops is over, and the journal says who ended it", async () => {
    await using scene = await webScene();
    const { api } = await scene.connect();
    api.listener.stop();

    expect(await closed(scene, 0)).toMatchObject({ uid: scene.owner.uid, code: 1000, by: "client" });
    expect(scene.zalo.personal.sockets(scene.owner)).toBe(0);
  });

  test("goes half open: nothing comes, pings are not answered, nobody says goodbye", async () => {
    await using scene = await webScene();
    scene.zalo.personal.switches(scene.owner).pingIntervalMs = 10;
    const client = await scene.connect();
    const pinged = (from: number) =>
      scene.zalo.journal.waitFor((entry) => entry.kind === "socket-request" && entry.cmd === 2, {
        ...WAIT,
        from,
      });
    await pinged(0);
    scene.zalo.personal.silence(scene.owner);
    scene.alice.writes(scene.owner, "có nghe không?");

    expect(scene.zalo.personal.sockets(scene.owner)).toBe(1);
    const old = await scene.connect();
    expect(await askForOld(old, ThreadType.User)).toEqual(["có nghe không?"]);
    expect(client.messages).toEqual([]);
    expect(client.closes).toEqual([]);
  });

  test("is refused without a session", async () => {
    await using scene = await webScene();
    const client = await scene.connect();
    scene.zalo.personal.expireSession(scene.owner);
    scene.zalo.personal.cut(scene.owner);
    await soon(() => client.closes).toEqual([1006]);
    client.api.listener.start();

    await soon(() => client.errors).toHaveLength(1);
    expect(scene.zalo.journal.entries.at(-1)).toMatchObject({ kind: "socket-refused", why: "no-session" });
  });

  test.each(["told-to", "hanging"] as const)(
    "that is asked for again is %s, as often as wanted",
    async (why) => {
      await using scene = await webScene();
      const { personal, journal } = scene.zalo;
      const client = await scene.connect();
      personal.cut(scene.owner);
      await soon(() => client.closes).toEqual([1006]);
      if (why === "hanging") personal.hangUpgrades(1);
      else personal.refuseUpgrades(1);
      client.api.listener.start();
      await journal.waitFor((entry) => entry.kind === "socket-refused" && entry.why === why, WAIT);
      expect(personal.sockets(scene.owner)).toBe(0);

      // The one that hangs must be given up by its client, which no event tells to.
      client.api.listener.stop();
      await soon(() => client.closes).toEqual([1006, 1006]);
      const from = journal.nextSeq;
      client.api.listener.start();
      await journal.waitFor(({ kind }) => kind === "socket-opened", { ...WAIT, from });
    },
  );
});

describe("what hurts clients can be sent", () => {
  test("a frame of one byte", async () => {
    await using scene = await webScene();
    const { cookie, userAgent } = scene.zalo.personal.signIn(scene.owner);
    const ws = new WebSocket(`${scene.zalo.url.replace("http", "ws")}/web/ws1-msg.chat.zalo.me/`, {
      headers: {
        "user-agent": userAgent,
        cookie: cookie.map(({ key, value }) => `${key}=${value}`).join("; "),
      },
    });
    const frames: Buffer[] = [];
    ws.on("message", (data: Buffer) => frames.push(data));
    await soon(() => frames).toHaveLength(1);
    scene.zalo.personal.sendRaw(scene.owner, Buffer.from([1]));

    await soon(() => frames.at(-1)).toEqual(Buffer.from([1]));
    ws.close();
  });

  test("an event of any shape, an empty one, content that is null", async () => {
    await using scene = await webScene();
    const { personal } = scene.zalo;
    const client = await scene.connect();
    scene.alice.writes(scene.owner, { kind: "raw", msgType: "webchat", content: null });
    await soon(() => client.errors.map(String)).toEqual([expect.stringMatching(/null/)]);

    personal.sendEvent(scene.owner, { cmd: 602, data: {}, encrypt: 1 });
    await soon(() => client.errors).toHaveLength(2);
    // An event is not forgotten because the one before broke.
    personal.sendRaw(scene.owner, Buffer.from([1, 9, 0, 0]));
    scene.alice.writes(scene.owner, "vẫn nghe");
    await client.got(1);
  });

  test("direct messages under a command that it does not know", async () => {
    await using scene = await webScene();
    scene.zalo.personal.switches(scene.owner).directCommand = 551;
    const client = await scene.connect();
    scene.alice.writes(scene.owner, "mất");
    scene.zalo.personal.switches(scene.owner).directCommand = 501;
    scene.alice.writes(scene.owner, "còn");

    await client.got(1);
    expect(words(client)).toEqual(["còn"]);
  });

  test("ids that are numbers no double can hold", async () => {
    await using scene = await webScene();
    scene.zalo.personal.switches(scene.owner).idsAs = "numbers";
    const client = await scene.connect();
    scene.alice.writes(scene.owner, "số lớn");

    const [message] = await client.got(1);
    expect(typeof message?.threadId).toBe("object");
    expect(String(message?.threadId)).toBe(scene.alice.uid);
  });

  test("each event wrapped differently", async () => {
    await using scene = await webScene();
    scene.zalo.personal.switches(scene.owner).encrypt = "in-turn";
    const client = await scene.connect();
    for (const text of ["0", "1", "2", "3"]) scene.alice.writes(scene.owner, text);

    await client.got(4);
    expect(words(client).toSorted()).toEqual(["0", "1", "2", "3"]);
  });
});

test("nothing gets through while Zalo cannot be reached", async () => {
  await using scene = await webScene();
  const { personal, journal } = scene.zalo;
  const client = await scene.connect();
  personal.reachable = false;
  await soon(() => client.closes).toEqual([1006]);
  await expect(client.api.sendMessage("chào", scene.alice.uid)).rejects.toThrow("fetch failed");
  client.api.listener.start();
  await soon(() => client.closes).toEqual([1006, 1006]);
  const met = journal.entries.flatMap((entry) => (entry.kind === "unreachable" ? [entry.what] : []));
  expect(met).toEqual(["request", "upgrade"]);

  personal.reachable = true;
  const back = new Promise((resolve) => client.api.listener.once("cipher_key", resolve));
  client.api.listener.start();
  scene.alice.writes(scene.owner, "về rồi");
  await back;
  expect(await askForOld(client, ThreadType.User)).toEqual(["về rồi"]);
});

test("a simulator that closes leaves no connection behind", async () => {
  const scene = await webScene();
  const client = await scene.connect();
  scene.zalo.personal.hangUpgrades(1);
  await scene.zalo.close();

  await soon(() => client.closes).toEqual([1006]);
});
