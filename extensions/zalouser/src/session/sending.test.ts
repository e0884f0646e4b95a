import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Group } from "zalo-simulator/world/group";
import { listen, type SessionScene, sessionScene } from "../testing/session-scene.ts";
import type { OutgoingText, Session, Thread, WireMessage } from "./port.ts";
import { refusalOf } from "./refusal.ts";

const NEVER = new AbortController().signal;
/** A picture of one point. */
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

let scene: SessionScene;
let session: Session;
let lan: Thread;
let group: Group;
let inGroup: Thread;

beforeEach(async () => {
  scene = await sessionScene({ callMs: 600, uploadMs: 1_500 });
  const { world } = scene.simulator;
  group = world.addGroup({ name: "Nhóm", members: [scene.owner, scene.lan] });
  inGroup = { kind: "group", id: group.webId };
  lan = { kind: "direct", id: scene.lan.uid };
  session = await scene.resume();
});
afterEach(() => scene[Symbol.asyncDispose]());

const text = (words: string, more: Partial<OutgoingText> = {}): OutgoingText => ({
  text: words,
  styles: [],
  mentions: [],
  ...more,
});
const say = (words: string, signal = NEVER) => session.sendText(lan, text(words), signal);
const heard = () => scene.lan.hearsFrom(scene.owner).map(({ content }) => content);
const calls = (call: string) =>
  scene.simulator.journal.entries.filter((entry) => entry.kind === "web-call" && entry.call === call);
const fault = (method: string, what: Parameters<SessionScene["simulator"]["faults"]["add"]>[0]["fault"]) =>
  scene.simulator.faults.add({ method, fault: what });

async function received(): Promise<WireMessage> {
  const listening = await listen(session);
  scene.lan.writes(scene.owner, "hỏi");
  const [event] = await listening.got(1);
  if (event?.kind !== "message") throw new Error("a message was to come");
  return event.message;
}

describe("a text", () => {
  test("arrives with its styles, in a direct chat and in a group", async () => {
    const styled = text("đậm nghiêng", { styles: [{ start: 0, length: 3, style: "b" }] });
    const sent = await session.sendText(lan, styled, NEVER);
    const [said] = scene.lan.hearsFrom(scene.owner);
    expect(sent).toEqual({ kind: "sent", messageId: said?.msgId });
    expect(said).toMatchObject({ content: { text: "đậm nghiêng", styles: [{ start: 0, len: 3, st: "b" }] } });
    await session.sendText(inGroup, styled, NEVER);
    expect(group.hearsFrom(scene.owner)).toHaveLength(1);
  });

  test("mentions a member of a group, and quotes what it answers", async () => {
    const quote = await received();
    const mentions = [{ start: 0, length: 8, userId: scene.lan.uid }];
    await session.sendText(inGroup, text("@Chị Lan đây", { mentions }), NEVER);
    expect(group.hearsFrom(scene.owner)[0]).toMatchObject({
      mentions: [{ pos: 0, len: 8, uid: scene.lan.uid }],
    });
    await session.sendText(lan, text("đáp", { quote }), NEVER);
    expect(scene.lan.hearsFrom(scene.owner)[0]?.quote).toMatchObject({ msgId: quote.msgId });
  });

  test.each<[string, Partial<WireMessage>]>([
    ["nothing", { content: null }],
    ["an object called webchat", { msgType: "webchat", content: { title: "x" } }],
    ["a poll", { msgType: "group.poll", content: { title: "x" } }],
    ["a broken note", { msgType: "chat.todo", content: { params: "{" } }],
  ])("that quotes %s arrives without the quote", async (_, odd) => {
    const quote = { ...(await received()), ...odd };
    expect((await session.sendText(lan, text("đáp", { quote }), NEVER)).kind).toBe("sent");
    expect(scene.lan.hearsFrom(scene.owner)[0]).toMatchObject({ content: { text: "đáp" } });
  });

  test("O3: many at once are sent one after the other, in order, each under a name of its own", async () => {
    const all = Array.from({ length: 12 }, (_, at) => String(at));
    const sent = await Promise.all(all.map((words) => say(words)));
    expect(sent.every(({ kind }) => kind === "sent")).toBe(true);
    expect(heard().map((content) => content.kind === "text" && content.text)).toEqual(all);
    const names = scene.lan.hearsFrom(scene.owner).map(({ cliMsgId }) => cliMsgId);
    expect(new Set(names).size).toBe(12);
  });
});

describe("what Zalo refuses was certainly not sent", () => {
  test.each([
    [-69, "too-fast", "rate-limited"],
    [114, "no-relation", "rejected"],
    [118, "too-long", "rejected"],
    [123, "not-receiving", "rejected"],
    [600, "session-ended", "unauthorized"],
    [102, "session-ended", "unauthorized"],
  ])("S4: %i", async (errorCode, refusal, code) => {
    fault("message/sms", { kind: "ok-false", errorCode, description: "Không được" });
    const sent = await say("chào");
    if (sent.kind !== "not-sent") throw new Error(sent.kind);
    expect([refusalOf(sent.error), sent.error.code]).toEqual([refusal, code]);
    expect(sent.error.message).toContain(`"shop": sending a text was refused with ${errorCode}: Không được.`);
    expect((await say("lần nữa")).kind).toBe("sent");
  });

  test("429 is a refusal, too", async () => {
    fault("message/sms", { kind: "status", status: 429 });
    const sent = await say("chào");
    expect(sent).toMatchObject({ kind: "not-sent", error: { code: "rate-limited", refusal: "too-fast" } });
  });

  test.each([500, 503])("and so is HTTP %i, with which Zalo says that it failed", async (status) => {
    fault("message/sms", { kind: "status", status });
    expect(await say("chào")).toMatchObject({ kind: "not-sent", error: { code: "unreachable" } });
    expect(heard()).toEqual([]);
  });

  test("as is what was given up before its turn", async () => {
    expect(await say("chào", AbortSignal.abort())).toMatchObject({
      kind: "not-sent",
      error: { code: "aborted" },
    });
    expect(heard()).toEqual([]);
  });

  test("S5: a key in what Zalo says is not repeated", async () => {
    const description = "sai 0123456789abcdef0123456789abcdef";
    fault("message/sms", { kind: "ok-false", errorCode: 1, description });
    const sent = await say("chào");
    expect(sent).toMatchObject({ error: { message: expect.stringContaining("sai …") } });
    expect(JSON.stringify(sent)).not.toContain("0123456789abcdef");
  });
});

describe("what may have been sent is unknown", () => {
  test.each([
    ["the connection breaks", { kind: "reset", accept: true }, "unreachable"],
    ["a gateway of Zalo's loses it", { kind: "status", status: 502, accept: true }, "unreachable"],
    ["a page comes instead of an answer", { kind: "html", status: 200, accept: true }, "bad-response"],
    ["garbage comes", { kind: "garbage", accept: true }, "bad-response"],
    ["nothing comes", { kind: "empty", accept: true }, "bad-response"],
    ["the answer breaks off", { kind: "cut", accept: true }, "unreachable"],
    ["H4: no answer comes at all", { kind: "hang", accept: true }, "timeout"],
  ] as const)("when %s", async (_, what, code) => {
    fault("message/sms", what);
    const sent = await say("chào");
    expect([sent.kind, sent.kind === "unknown" && sent.error.code]).toEqual(["unknown", code]);
    expect(heard()).toHaveLength(1);
    expect((await say("tiếp theo")).kind).toBe("sent");
  });

  test("when it was given up on the way", async () => {
    fault("message/sms", { kind: "hang" });
    const stop = new AbortController();
    const sending = say("chào", stop.signal);
    await scene.simulator.journal.waitFor((entry) => entry.kind === "web-call" && entry.faulted === "hang", {
      timeoutMs: 5_000,
    });
    stop.abort();
    expect(await sending).toMatchObject({ kind: "unknown", error: { code: "aborted" } });
  });
});

describe("a picture", () => {
  const image = { bytes: PNG, name: "hoa.png", width: 64, height: 48, caption: "đẹp không?" };

  test("O11: arrives with its size and its words", async () => {
    const sent = await session.sendImage(lan, image, NEVER);
    expect(sent.kind).toBe("sent");
    expect(heard()).toMatchObject([{ kind: "image", caption: "đẹp không?", width: 64, height: 48 }]);
  });

  test("C7: arrives without words, too", async () => {
    await session.sendImage(inGroup, { ...image, caption: "" }, NEVER);
    expect(group.hearsFrom(scene.owner)).toMatchObject([{ content: { kind: "image" } }]);
  });

  test("O10: is a picture whose ending is written in capitals, and takes its words with it", async () => {
    await session.sendImage(lan, { ...image, name: "HOA.PNG" }, NEVER);
    expect(heard()).toMatchObject([{ kind: "image", caption: "đẹp không?" }]);
  });

  test("whose upload failed was certainly not sent", async () => {
    fault("message/photo_original/upload", { kind: "status", status: 502 });
    expect(await session.sendImage(lan, image, NEVER)).toMatchObject({
      kind: "not-sent",
      error: { code: "unreachable" },
    });
  });

  test("O4: whose sending got no answer may have been sent", async () => {
    fault("message/photo_original/send", { kind: "reset", accept: true });
    expect((await session.sendImage(lan, image, NEVER)).kind).toBe("unknown");
    expect(heard()).toHaveLength(1);
  });

  test("that takes long to upload holds no other message up", async () => {
    fault("message/photo_original/upload", { kind: "hang" });
    const slow = session.sendImage(lan, image, NEVER);
    await scene.simulator.journal.waitFor((entry) => entry.kind === "web-call" && entry.faulted === "hang", {
      timeoutMs: 5_000,
    });
    expect((await say("nhanh hơn")).kind).toBe("sent");
    expect(await slow).toMatchObject({ kind: "not-sent", error: { code: "timeout" } });
  });

  test("that moves arrives, too", async () => {
    const gif = Buffer.from("R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==", "base64");
    const sent = await session.sendImage(lan, { ...image, bytes: gif, name: "VUI.GIF" }, NEVER);
    expect(sent.kind).toBe("sent");
    expect(heard().map(({ kind }) => kind)).toContain("gif");
  });
});

describe("a file", () => {
  const file = { bytes: Buffer.from("nội dung"), name: "Bảng giá.pdf" };

  test.each(["after", "late"] as const)("arrives when Zalo's word comes %s", async (fileDone) => {
    Object.assign(scene.simulator.personal.switches(scene.owner), { fileDone, fileDoneLateMs: 100 });
    await listen(session);
    expect((await session.sendFile(lan, file, NEVER)).kind).toBe("sent");
    expect(heard()).toMatchObject([{ kind: "file", name: "Bảng giá.pdf" }]);
  });

  test("H2: arrives although Zalo's word came before its answer", async () => {
    scene.simulator.personal.switches(scene.owner).fileDone = "early";
    await listen(session);
    expect((await session.sendFile(lan, file, NEVER)).kind).toBe("sent");
  });

  test("H1: is not waited for without a connection, nor when it breaks, nor without an end", async () => {
    scene.simulator.personal.switches(scene.owner).fileDone = "never";
    const without = await session.sendFile(lan, file, NEVER);
    expect(without).toMatchObject({ kind: "not-sent", error: { code: "unreachable" } });
    expect(calls("message/asyncfile/upload")).toHaveLength(0);

    await listen(session);
    const from = scene.simulator.journal.nextSeq;
    const cut = session.sendFile(lan, file, NEVER);
    const uploaded = (entry: { kind: string; call?: string }) => entry.call === "message/asyncfile/upload";
    await scene.simulator.journal.waitFor(uploaded, { timeoutMs: 5_000, from });
    scene.simulator.personal.cut(scene.owner);
    expect(await cut).toMatchObject({ kind: "not-sent", error: { code: "unreachable" } });

    await listen(session);
    expect(await session.sendFile(lan, file, NEVER)).toMatchObject({
      kind: "not-sent",
      error: { code: "timeout" },
    });
    expect(heard()).toEqual([]);
  });

  test("O9: that is empty is refused and said so", async () => {
    await listen(session);
    const sent = await session.sendFile(lan, { ...file, bytes: new Uint8Array() }, NEVER);
    expect(sent).toMatchObject({ kind: "not-sent", error: { code: "rejected" } });
    expect(sent.kind === "not-sent" && sent.error.message).toContain("empty file");
  });

  test("of a kind that Zalo does not take is refused by its name", async () => {
    await listen(session);
    const sent = await session.sendFile(lan, { ...file, name: "tệp.exe" }, NEVER);
    expect(sent).toMatchObject({ kind: "not-sent", error: { code: "rejected" } });
    expect(sent.kind === "not-sent" && sent.error.message).toContain("exe");
  });

  test("in many pieces arrives whole", async () => {
    scene.simulator.personal.switches(scene.owner).chunkSizeBytes = 1_000;
    const next = await scene.resume();
    await listen(next);
    const bytes = Buffer.alloc(5_500, "abc");
    expect((await next.sendFile(lan, { bytes, name: "dài.txt" }, NEVER)).kind).toBe("sent");
    expect(heard()).toMatchObject([{ kind: "file", size: 5_500 }]);
  });

  test("can be uploaded without being sent, and tells where it is", async () => {
    await listen(session);
    const address = await session.uploadFile(lan, { bytes: Buffer.from("tiếng"), name: "giọng.aac" }, NEVER);
    expect(URL.canParse(address)).toBe(true);
    expect(heard()).toEqual([]);
    expect((await session.sendVoice(lan, address, NEVER)).kind).toBe("sent");
    expect(heard()).toMatchObject([{ kind: "voice" }]);
  });

  test("S6: uploads leave no timer behind", async () => {
    await listen(session);
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
    const upload = async () => expect((await session.sendFile(lan, file, NEVER)).kind).toBe("sent");
    await upload();
    const before = timers();
    for (let count = 0; count < 5; count += 1) await upload();
    expect(timers()).toBeLessThan(before + 5);
  });
});

describe("everything else", () => {
  test("a video, a sticker, a link and a poll are sent", async () => {
    const { samples } = scene.simulator.media;
    const video = {
      url: samples["video.mp4"],
      thumbnailUrl: samples["photo.jpg"],
      durationMs: 4_000,
      width: 720,
      height: 1_280,
      caption: "xem",
    };
    expect((await session.sendVideo(lan, video, NEVER)).kind).toBe("sent");
    expect(
      (await session.sendSticker(lan, { id: "23339", categoryId: "10425", type: "7" }, NEVER)).kind,
    ).toBe("sent");
    expect((await session.sendLink(lan, { url: "https://example.com/", text: "đây" }, NEVER)).kind).toBe(
      "sent",
    );
    expect(heard().map(({ kind }) => kind)).toEqual(["video", "sticker", "link"]);
    const poll = { question: "Ăn gì?", options: ["Phở", "Bún"], allowsSeveral: true, isAnonymous: false };
    expect((await session.createPoll(group.webId, poll, NEVER)).kind).toBe("sent");
  });

  test("O6: the id of what was sent is the text that its echo carries, whatever it is", async () => {
    const { samples } = scene.simulator.media;
    const shown = { url: samples["video.mp4"], thumbnailUrl: samples["photo.jpg"], durationMs: 4_000 };
    const sticker = { id: "23339", categoryId: "10425", type: "7" };
    const image = { bytes: PNG, name: "hoa.png", width: 1, height: 1, caption: "" };
    const listening = await listen(session);
    const sends = [
      () => say("chào"),
      () => session.sendImage(lan, image, NEVER),
      () => session.sendFile(lan, { bytes: PNG, name: "tệp.pdf" }, NEVER),
      () => session.sendVideo(lan, { ...shown, width: 720, height: 1_280, caption: "" }, NEVER),
      () => session.sendVoice(lan, samples["voice.aac"], NEVER),
      () => session.sendSticker(lan, sticker, NEVER),
      () => session.sendLink(lan, { url: "https://example.com/", text: "" }, NEVER),
    ];
    for (const [at, send] of sends.entries()) {
      const sent = await send();
      const echo = (await listening.got(at + 1)).at(-1);
      if (echo?.kind !== "message") throw new Error("an echo was to come");
      expect(sent).toEqual({ kind: "sent", messageId: echo.message.msgId });
      expect(echo.message.msgId).toEqual(expect.any(String));
    }
  });

  test("a reaction is put on a message and taken back", async () => {
    const { msgId: messageId, cliMsgId: clientMessageId } = await received();
    const ref = { messageId, clientMessageId };
    await session.react(lan, ref, "/-heart", NEVER);
    const message = scene.owner.hearsFrom(scene.lan)[0];
    expect(message?.reactions).toMatchObject([{ icon: "/-heart" }]);
    await session.react(lan, ref, "", NEVER);
    expect(message?.reactions).toEqual([]);
  });

  test("an own message is taken back by the names that its echo carries", async () => {
    const listening = await listen(session);
    await say("nhầm");
    const [echo] = await listening.got(1);
    if (echo?.kind !== "message") throw new Error("an echo was to come");
    const { msgId: messageId, cliMsgId: clientMessageId } = echo.message;
    await session.undo(lan, { messageId, clientMessageId }, NEVER);
    expect(scene.simulator.journal.entries).toContainEqual(
      expect.objectContaining({ kind: "message-recalled", msgId: messageId }),
    );
  });

  test("receipts and typing reach the chat", async () => {
    const message = await received();
    await session.sendDelivered(lan, [message], NEVER);
    await session.sendSeen(lan, [message], NEVER);
    expect(scene.owner.hearsFrom(scene.lan)[0]).toMatchObject({
      deliveredTo: [scene.owner.uid],
      seenBy: [scene.owner.uid],
    });
    await session.sendTyping(lan, NEVER);
    await session.sendTyping(inGroup, NEVER);
    expect(scene.simulator.journal.entries.filter(({ kind }) => kind === "web-typing")).toHaveLength(2);
  });
});

test("the end of a session ends what is under way, and nothing begins after it", async () => {
  fault("message/sms", { kind: "hang" });
  const hanging = say("chào");
  await scene.simulator.journal.waitFor((entry) => entry.kind === "web-call" && entry.faulted === "hang", {
    timeoutMs: 5_000,
  });
  await session[Symbol.asyncDispose]();
  expect(await hanging).toMatchObject({ kind: "unknown", error: { code: "aborted" } });
  expect(await say("sau")).toMatchObject({ kind: "not-sent", error: { code: "aborted" } });
  await expect(session.friends(NEVER)).rejects.toMatchObject({ code: "aborted" });
});
