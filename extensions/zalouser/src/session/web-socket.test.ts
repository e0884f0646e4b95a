import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { listen, type SessionScene, sessionScene } from "../testing/session-scene.ts";
import type { Session, SessionEvent } from "./port.ts";

const NEVER = new AbortController().signal;

let scene: SessionScene;
let session: Session;
/** What the process would have died of. */
let deadly: unknown[];
const onDeadly = (reason: unknown) => deadly.push(reason);

beforeEach(async () => {
  deadly = [];
  process.on("unhandledRejection", onDeadly).on("uncaughtException", onDeadly);
  scene = await sessionScene({ openMs: 500, pongMs: 300, closeMs: 200 });
  session = await scene.resume();
});
afterEach(async () => {
  await scene[Symbol.asyncDispose]();
  process.off("unhandledRejection", onDeadly).off("uncaughtException", onDeadly);
  expect(deadly).toEqual([]);
});

const personal = () => scene.simulator.personal;
const words = (events: readonly SessionEvent[]) =>
  events.map((event) => (event.kind === "message" ? event.message.content : event.kind));
const direct = (rows: readonly object[]) => ({ cmd: 501, data: { msgs: rows } });
const row = (msgId: string, content: unknown, more: object = {}) => ({
  msgId,
  cliMsgId: `${msgId}1`,
  msgType: "webchat",
  uidFrom: scene.lan.uid,
  idTo: "0",
  dName: "Chị Lan",
  ts: "1700000000000",
  content,
  ...more,
});

describe("what comes in", () => {
  test.each([0, 1, 2, 3] as const)("is read when it is wrapped in way %i", async (encrypt) => {
    personal().switches(scene.owner).encrypt = encrypt;
    const listening = await listen(session);
    scene.lan.writes(scene.owner, "xin chào 👋");
    expect(words(await listening.got(1))).toEqual(["xin chào 👋"]);
  });

  test("is read when it is compressed in the other way", async () => {
    Object.assign(personal().switches(scene.owner), { encrypt: 1, compression: "gzip" });
    const listening = await listen(session);
    scene.lan.writes(scene.owner, "nén");
    expect(words(await listening.got(1))).toEqual(["nén"]);
  });

  test("O1: is handed over in the order in which it came, however it is wrapped", async () => {
    personal().switches(scene.owner).encrypt = "in-turn";
    const listening = await listen(session);
    const texts = Array.from({ length: 60 }, (_, at) => (at % 7 === 0 ? "x".repeat(200_000) : String(at)));
    for (const text of texts) scene.lan.writes(scene.owner, text);
    expect(words(await listening.got(60))).toEqual(texts);
  });

  test("O5: ids are strings with all their digits, whatever they were", async () => {
    personal().switches(scene.owner).idsAs = "numbers";
    for (const encrypt of [0, 2] as const) {
      personal().switches(scene.owner).encrypt = encrypt;
      const listening = await listen(session);
      const msgId = scene.lan.writes(scene.owner, "số lớn");
      const [event] = await listening.got(1);
      expect(event).toMatchObject({
        thread: { kind: "direct", id: scene.lan.uid },
        message: { msgId, uidFrom: scene.lan.uid, idTo: scene.owner.uid, cliMsgId: expect.any(String) },
      });
      listening.socket.close();
      await listening.socket.ended;
    }
  });

  test("O7: direct messages under another command arrive like all others", async () => {
    personal().switches(scene.owner).directCommand = 551;
    const listening = await listen(session);
    scene.lan.writes(scene.owner, "không mất");
    expect(words(await listening.got(1))).toEqual(["không mất"]);
  });

  test("own messages, from the phone or from here, are marked as own", async () => {
    const listening = await listen(session);
    scene.owner.writes(scene.lan, "từ điện thoại");
    const [event] = await listening.got(1);
    expect(event).toMatchObject({
      isSelf: true,
      thread: { kind: "direct", id: scene.lan.uid },
      message: { uidFrom: scene.owner.uid, idTo: scene.lan.uid },
    });
  });

  test("a group is told from a person with the same digits", async () => {
    const group = scene.simulator.world.addGroup({
      name: "Nhóm",
      members: [scene.owner, scene.lan],
      webId: scene.lan.uid,
    });
    const listening = await listen(session);
    scene.lan.writesIn(group, "trong nhóm");
    const [event] = await listening.got(1);
    expect(event).toMatchObject({ thread: { kind: "group", id: group.webId }, isSelf: false });
  });

  test("a message that was taken back names the one that it was", async () => {
    const listening = await listen(session);
    personal().sendEvent(
      scene.owner,
      direct([row("77", { globalMsgId: 76, cliMsgId: 75, deleteMsg: 1 }, { msgType: "chat.undo" })]),
    );
    expect(await listening.got(1)).toEqual([
      {
        kind: "undo",
        thread: { kind: "direct", id: scene.lan.uid },
        isSelf: false,
        by: scene.lan.uid,
        undone: { messageId: "76", clientMessageId: "75" },
        at: "1700000000000",
      },
    ]);
  });

  test("O8: reactions come although one of the two lists is missing", async () => {
    const listening = await listen(session);
    const content = JSON.stringify({
      rMsg: [{ gMsgID: 5, cMsgID: 6, msgType: 1 }],
      rIcon: "/-heart",
      rType: 5,
    });
    const reaction = { uidFrom: scene.lan.uid, idTo: "0", dName: "Chị Lan", content, ts: "1" };
    personal().sendEvent(scene.owner, { cmd: 612, data: { reacts: [reaction] } });
    personal().sendEvent(scene.owner, { cmd: 612, data: { reactGroups: [{ ...reaction, idTo: "999999" }] } });
    const events = await listening.got(2);
    expect(events[0]).toMatchObject({
      kind: "reaction",
      icon: "/-heart",
      name: "Chị Lan",
      to: { messageId: "5", clientMessageId: "6" },
    });
    expect(events[1]).toMatchObject({ kind: "reaction", thread: { kind: "group", id: "999999" } });
    expect(listening.badFrames).toBe(0);
  });

  test("changes in groups and among friends are told", async () => {
    const listening = await listen(session);
    const control = (content: object) => ({ cmd: 601, data: { controls: [{ content }] } });
    const data = JSON.stringify({ group_id: "888888", updateMembers: [] });
    personal().sendEvent(scene.owner, control({ act_type: "group", act: "join", data }));
    personal().sendEvent(scene.owner, control({ act_type: "group", act: "join_reject", data }));
    personal().sendEvent(scene.owner, control({ act_type: "fr", act: "add", data: "777777" }));
    personal().sendEvent(
      scene.owner,
      control({ act_type: "fr", act: "req_v2", data: { fromUid: "666666", toUid: "0", message: "chào" } }),
    );
    expect(await listening.got(3)).toMatchObject([
      { kind: "group", groupId: "888888", act: "join" },
      { kind: "friend", act: "add", userId: "777777" },
      { kind: "friend", act: "req_v2", userId: "666666", data: { message: "chào" } },
    ]);
  });

  test("R7: what was missed comes when it is asked for, and is marked as old", async () => {
    const listening = await listen(session);
    const known = scene.lan.writes(scene.owner, "một");
    await listening.got(1);
    const held = personal().holdLive(scene.owner);
    scene.lan.writes(scene.owner, "hai");
    held.drop();
    listening.socket.requestOld("direct", known);
    const events = await listening.got(2);
    expect(events[1]).toMatchObject({ kind: "message", old: true, message: { content: "hai" } });
  });
});

describe("frames that hurt", () => {
  const harmless = async (listening: Awaited<ReturnType<typeof listen>>, hurt: () => void) => {
    hurt();
    await listening.gotBad(1);
    scene.lan.writes(scene.owner, "vẫn nghe");
    expect(words(await listening.got(1))).toEqual(["vẫn nghe"]);
  };

  test("C1: an event that cannot be decoded is counted, and the next one arrives", async () => {
    await harmless(await listen(session), () =>
      personal().sendEvent(scene.owner, { cmd: 501, data: "không phải là danh sách" }),
    );
  });

  test.each([[[]], [[1]], [[1, 245, 1]], [[9, 245, 1, 0]], [[1, 245, 1, 0, 123]]])(
    "C2: a frame of the bytes %j is counted, and the next one arrives",
    async (bytes) => {
      await harmless(await listen(session), () => personal().sendRaw(scene.owner, Uint8Array.from(bytes)));
    },
  );

  test("a frame without a body is only a sign of life", async () => {
    const listening = await listen(session);
    personal().sendRaw(scene.owner, Uint8Array.from([1, 9, 0, 0]));
    scene.lan.writes(scene.owner, "vẫn nghe");
    await listening.got(1);
    expect(listening.badFrames).toBe(0);
  });

  test("O2: the rows behind one that cannot be read arrive", async () => {
    const listening = await listen(session);
    personal().sendEvent(scene.owner, direct([row("1", "trước"), { msgId: "2" }, row("3", "sau")]));
    expect(words(await listening.got(2))).toEqual(["trước", "sau"]);
    expect(listening.badFrames).toBe(1);
  });

  test("C9: a hostile row costs itself and not its neighbours", async () => {
    const listening = await listen(session);
    for (const encrypt of [0, 1, 2, 3] as const) {
      personal().sendEvent(scene.owner, {
        ...direct([
          row("1", "trước"),
          { msgId: "2" },
          JSON.parse('{"__proto__":{"polluted":1},"msgId":"3","uidFrom":"42","idTo":"0","constructor":1}'),
          row("4", JSON.parse('{"title":"x","__proto__":{"polluted":1},"constructor":{"a":1}}')),
          row("5", "sau"),
        ]),
        encrypt,
      });
    }
    const events = await listening.got(16);
    expect(events.slice(0, 4).map((event) => event.kind === "message" && event.message.msgId)).toEqual([
      "1",
      "3",
      "4",
      "5",
    ]);
    expect(listening.badFrames).toBe(4);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    const content = events[2]?.kind === "message" ? events[2].message.content : null;
    expect(Object.getPrototypeOf(content)).toBe(Object.prototype);
    expect(Object.keys(content ?? {})).toEqual(["title"]);
  });

  test("a message whose content is null arrives, and its neighbours too", async () => {
    const listening = await listen(session);
    personal().sendEvent(scene.owner, direct([row("1", null), row("2", "sau")]));
    expect(words(await listening.got(2))).toEqual([null, "sau"]);
    expect(listening.badFrames).toBe(0);
  });

  test("what unfolds to gigabytes is not unfolded", async () => {
    const listening = await listen(session);
    personal().sendEvent(scene.owner, { ...direct([row("1", "a".repeat(40 * 1024 * 1024))]), encrypt: 1 });
    await listening.gotBad(1);
    scene.lan.writes(scene.owner, "vẫn nghe");
    expect(words(await listening.got(1))).toEqual(["vẫn nghe"]);
  });
});

describe("the opening", () => {
  test("H5: an upgrade that is never answered ends in time", async () => {
    personal().hangUpgrades(1);
    await expect(listen(session)).rejects.toMatchObject({ code: "unreachable" });
    await listen(session);
  });

  test("C1: an upgrade that is refused is an error of the opening and of nothing else", async () => {
    personal().refuseUpgrades(1, 503);
    await expect(listen(session)).rejects.toMatchObject({ code: "unreachable" });
    await listen(session);
  });

  test("can be given up, before and meanwhile", async () => {
    const handlers = { event: () => {}, badFrame: () => {} };
    await expect(session.openSocket(handlers, AbortSignal.abort())).rejects.toMatchObject({
      code: "aborted",
    });
    personal().hangUpgrades(1);
    const stop = new AbortController();
    const opening = session.openSocket(handlers, stop.signal);
    const failed = expect(opening).rejects.toMatchObject({ code: "aborted" });
    await scene.simulator.journal.waitFor(({ kind }) => kind === "socket-refused", { timeoutMs: 5_000 });
    stop.abort();
    await failed;
    await listen(session);
  });

  test("C5: there is one socket at a time, and another one after it", async () => {
    const first = await listen(session);
    await expect(listen(session)).rejects.toMatchObject({ code: "rejected" });
    first.socket.close();
    await first.socket.ended;
    await listen(session);
    expect(personal().sockets(scene.owner)).toBe(1);
  });

  test("R8: takes the cookies of now, not those of the login", async () => {
    personal().rotateCookies(scene.owner);
    // The first brings the new cookie, and the second, which has it, ends the old one.
    await session.keepAlive(NEVER);
    await session.keepAlive(NEVER);
    await listen(session);
    expect(personal().sockets(scene.owner)).toBe(1);
  });
});

describe("the end", () => {
  test("R6: is said to be ours when we closed it", async () => {
    const { socket } = await listen(session);
    socket.close();
    expect(await socket.ended).toMatchObject({ why: "closed" });
  });

  test("H7: comes soon although the other side is silent", async () => {
    const { socket } = await listen(session);
    personal().silence(scene.owner);
    socket.close();
    expect((await socket.ended).why).toBe("closed");
  });

  test("R1: comes before another beginning, after which nothing is lost and nothing comes twice", async () => {
    const { socket } = await listen(session);
    socket.close();
    await expect(listen(session)).rejects.toMatchObject({ code: "rejected" });
    await socket.ended;
    const again = await listen(session);
    scene.lan.writes(scene.owner, "một lần");
    scene.lan.writes(scene.owner, "và nữa");
    expect(words(await again.got(2))).toEqual(["một lần", "và nữa"]);
  });

  test.each([1000, 1011, 4000])("R4, R5, C3: any close by Zalo (%i) is a break like others", async (code) => {
    Object.assign(personal().switches(scene.owner), { retries: "none", closeAndRetryCodes: [code] });
    const { socket } = await listen(session);
    personal().close(scene.owner, code);
    expect(await socket.ended).toEqual({ why: "dropped", code });
  });

  test("C4: nothing is connected again behind our back, so that another socket meets no other attempt", async () => {
    Object.assign(personal().switches(scene.owner), { closeAndRetryCodes: [1011, 3000] });
    session = await scene.resume();
    const { socket } = await listen(session);
    const opened = () =>
      scene.simulator.journal.entries.filter(({ kind }) => kind === "socket-opened").length;
    const before = opened();
    personal().close(scene.owner, 1011);
    await socket.ended;
    const again = await listen(session);
    scene.lan.writes(scene.owner, "một lần");
    expect(words(await again.got(1))).toEqual(["một lần"]);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(opened()).toBe(before + 1);
    expect(words(again.events)).toEqual(["một lần"]);
  });

  test("a connection that breaks is a break", async () => {
    const { socket } = await listen(session);
    personal().cut(scene.owner);
    expect(await socket.ended).toEqual({ why: "dropped", code: 1006 });
  });

  test("R11: the owner in another browser is told from a break", async () => {
    const { socket } = await listen(session);
    personal().logInElsewhere(scene.owner);
    expect(await socket.ended).toEqual({ why: "kicked", code: 3003 });
    const again = await listen(await scene.resume());
    personal().close(scene.owner, 3000);
    expect(await again.socket.ended).toEqual({ why: "duplicate", code: 3000 });
  });

  test("R9: a word that another connection has taken over counts even when it is empty", async () => {
    const { socket } = await listen(session);
    personal().sendRaw(scene.owner, Uint8Array.from([1, 0xb8, 0x0b, 0]));
    expect((await socket.ended).why).toBe("duplicate");
  });

  test("R10: what comes in after it is not handed over", async () => {
    const listening = await listen(session);
    scene.lan.writes(scene.owner, "một");
    await listening.got(1);
    scene.lan.writes(scene.owner, "hai");
    listening.socket.close();
    scene.lan.writes(scene.owner, "ba");
    await listening.socket.ended;
    expect(words(listening.events)).toEqual(["một"]);
  });

  test("S8: what the other side does not read does not pile up here", async () => {
    const { socket } = await listen(session);
    personal().silence(scene.owner);
    const inMemory = () => process.memoryUsage().heapUsed + process.memoryUsage().external;
    const before = inMemory();
    for (let count = 0; count < 300_000; count += 1) socket.requestOld("direct", undefined);
    expect(inMemory() - before).toBeLessThan(64 * 1024 * 1024);
  });

  test("S7: a session that is over leaves no connection", async () => {
    const { socket } = await listen(session);
    await session[Symbol.asyncDispose]();
    expect((await socket.ended).why).toBe("closed");
    await expect.poll(() => personal().sockets(scene.owner)).toBe(0);
  });
});

describe("a sign of life", () => {
  test("is answered by a connection that works", async () => {
    const { socket } = await listen(session);
    await socket.ping(NEVER);
  });

  test("H6: is missed when the connection is half open", async () => {
    const { socket } = await listen(session);
    personal().silence(scene.owner);
    await expect(socket.ping(NEVER)).rejects.toMatchObject({ code: "timeout" });
  });

  test("is not waited for when it ends, or nobody wants to know", async () => {
    const { socket } = await listen(session);
    personal().silence(scene.owner);
    const stop = new AbortController();
    const given = expect(socket.ping(stop.signal)).rejects.toMatchObject({ code: "aborted" });
    stop.abort();
    await given;
    const cut = expect(socket.ping(NEVER)).rejects.toMatchObject({ code: "unreachable" });
    socket.close();
    await cut;
    await expect(socket.ping(NEVER)).rejects.toMatchObject({ code: "unreachable" });
  });
});
