import type { ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import { sampleFile } from "../media/samples.ts";
import { type Received, startReceiver } from "../testing/receiver.ts";
import { scene, WAIT } from "../testing/scene.ts";

const PNG = sampleFile("photo.png");
const invalid = { ok: false, error_code: 400, description: "Bad request: The photo URL is invalid" };

const sendPng = (response: ServerResponse) =>
  response.writeHead(200, { "content-type": "image/png" }).end(PNG);

/** A bot that Alice has met, and a host of photos. */
async function withHost(
  answer: (response: ServerResponse, received: Received) => void,
  switches: Parameters<typeof scene>[0] = {},
) {
  const stack = new AsyncDisposableStack();
  const s = stack.use(await scene(switches));
  const host = stack.use(await startReceiver(answer));
  s.alice.says(s.bot, "xin chào");
  const photo = `${host.url}/a.png`;
  const send = (url = photo) => s.call("sendPhoto", { chat_id: s.alice.id, photo: url });
  const fetches = () => s.zalo.journal.entries.flatMap((e) => (e.kind === "photo-fetched" ? [e] : []));
  const byPhone = () => s.zalo.journal.waitFor((e) => e.kind === "photo-fetched" && e.by === "phone", WAIT);
  return { ...s, host, photo, send, fetches, byPhone, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

describe("a voice that a bot sends", () => {
  const AAC = sampleFile("voice.aac");
  const sendVoice = async (bytes: Buffer, switches: Parameters<typeof scene>[0] = {}) => {
    const s = await withHost((response) => response.end(bytes), switches);
    const answer = await s.call("sendVoice", { chat_id: s.alice.id, voice_url: `${s.host.url}/a.aac` });
    const fetched = s.zalo.journal.entries.flatMap((e) => (e.kind === "voice-fetched" ? [e] : []));
    return { ...s, ...answer, fetched };
  };

  test("is fetched during the call, and can then be listened to", async () => {
    await using s = await sendVoice(AAC);
    expect(s.body?.ok).toBe(true);
    expect(s.fetched).toMatchObject([{ by: "server", status: 200, bytes: AAC.length, outcome: "ok" }]);
    expect(s.zalo.media.get(s.body?.result?.message_id ?? "")?.type).toBe("audio/aac");
  });

  test("is refused when it is no AAC, whatever its name says", async () => {
    await using s = await sendVoice(PNG);
    expect(s.body).toMatchObject({ ok: false, error_code: 400 });
    expect(s.fetched).toMatchObject([{ outcome: "no-voice" }]);
    expect(s.alice.hears(s.bot)).toEqual([]);
  });

  test("is not fetched when the switch says so", async () => {
    await using s = await sendVoice(PNG, { fetchesVoices: false });
    expect(s.body?.ok).toBe(true);
    expect(s.fetched).toEqual([]);
  });
});

describe("a photo that a bot sends", () => {
  test("is fetched during the call and again by the phone, and can then be looked at", async () => {
    await using s = await withHost(sendPng);
    const { body } = await s.send();
    expect(body?.result).toMatchObject({ message_type: "CHAT_PHOTO" });
    await s.byPhone();
    expect(s.host.received).toMatchObject([{ verb: "GET" }, { verb: "GET" }]);
    expect(s.fetches()).toMatchObject([
      { by: "server", status: 200, bytes: PNG.length, outcome: "ok" },
      { by: "phone", status: 200, bytes: PNG.length, outcome: "ok" },
    ]);
    const shown = await fetch(`${s.zalo.url}/media/${body?.result?.message_id}`);
    expect(shown.headers.get("content-type")).toBe("image/png");
    expect(Buffer.from(await shown.arrayBuffer())).toEqual(PNG);
  });

  test("is a black box when it was served only once", async () => {
    let served = 0;
    await using s = await withHost((response) => {
      served += 1;
      if (served === 1) sendPng(response);
      else response.writeHead(410).end();
    });
    const { body } = await s.send();
    expect(body?.ok).toBe(true);
    expect(await s.byPhone()).toMatchObject({ status: 410, outcome: "refused" });
    expect(s.alice.hears(s.bot)).toHaveLength(1);
    expect(s.zalo.media.get(body?.result?.message_id ?? "")).toBeUndefined();
  });

  test("is fetched as often as the switch says, or not at all", async () => {
    await using s = await withHost(sendPng, { photoFetches: 1 });
    const { body } = await s.send();
    expect(s.fetches()).toHaveLength(1);
    expect(s.zalo.media.get(body?.result?.message_id ?? "")?.type).toBe("image/png");
    s.bot.switches.photoFetches = 0;
    expect((await s.send("http://127.0.0.1:1/none.png")).body?.ok).toBe(true);
    expect(s.host.received).toHaveLength(1);
  });

  test("is followed through redirects", async () => {
    await using s = await withHost((response, { path }) => {
      if (path === "/b.png") sendPng(response);
      else response.writeHead(302, { location: "/b.png" }).end();
    });
    expect((await s.send()).body?.ok).toBe(true);
  });

  test("comes through a tunnel when its public origin has one", async () => {
    await using s = await withHost(sendPng);
    s.bot.switches.tunnels = { "https://shop.example.org": s.host.url };
    expect((await s.send("https://shop.example.org/hoa.png")).body?.ok).toBe(true);
    expect(s.host.received[0]).toMatchObject({ path: "/hoa.png", headers: { host: "shop.example.org" } });
  });

  test("from outside this machine is trusted unfetched, or refused", async () => {
    await using s = await scene();
    s.alice.says(s.bot, "xin chào");
    const params = { chat_id: s.alice.id, photo: "https://picsum.photos/200" };
    expect((await s.call("sendPhoto", params)).body?.ok).toBe(true);
    expect(s.zalo.journal.entries).toContainEqual(
      expect.objectContaining({ kind: "photo-fetched", status: null, outcome: "outside" }),
    );
    s.bot.switches.outsidePhotos = "refuse";
    expect((await s.call("sendPhoto", params)).body).toEqual(invalid);
  });
});

describe("sendPhoto refuses as an invalid URL", () => {
  const page = (response: ServerResponse) => response.writeHead(200).end("<html></html>");
  const around = (response: ServerResponse) => response.writeHead(302, { location: "/a.png" }).end();
  test.each([
    ["what is not there", (response: ServerResponse) => response.writeHead(404).end(), "refused"],
    ["what is no image", page, "no-image"],
    ["a host that breaks", (response: ServerResponse) => response.destroy(), "unreachable"],
    ["redirects in a circle", around, "refused"],
  ])("%s", async (_what, answer, outcome) => {
    await using s = await withHost(answer);
    expect((await s.send()).body).toEqual(invalid);
    expect(s.fetches()).toMatchObject([{ by: "server", outcome }]);
    expect(s.alice.hears(s.bot)).toEqual([]);
  });

  test("a photo that is too large", async () => {
    await using s = await withHost(sendPng, { maxPhotoBytes: PNG.length - 1 });
    expect((await s.send()).body).toEqual(invalid);
    expect(s.fetches()).toMatchObject([{ outcome: "too-large" }]);
  });
});
