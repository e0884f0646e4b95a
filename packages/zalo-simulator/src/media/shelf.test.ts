import { expect, test } from "vitest";
import { scene } from "../testing/scene.ts";
import { MediaShelf } from "./shelf.ts";

const MB = 1024 * 1024;
const shelf = () => new MediaShelf(() => "http://127.0.0.1:1");
const file = (size: number) => ({ type: "image/png", bytes: Buffer.alloc(size) });

test.each([
  ["photo.jpg", "image/jpeg", "ffd8ffe0"],
  ["photo.png", "image/png", "89504e47"],
  ["voice.aac", "audio/aac", "fff160"],
] as const)("the sample %s can be downloaded where its URL says", async (name, type, begins) => {
  await using s = await scene();
  const response = await fetch(s.zalo.media.samples[name]);
  expect(response.headers.get("content-type")).toBe(type);
  expect(Buffer.from(await response.arrayBuffer()).toString("hex")).toMatch(new RegExp(`^${begins}`));
});

test("the sample voice is whole ADTS frames of two seconds", () => {
  const voice = shelf().get("voice.aac")?.bytes ?? Buffer.alloc(0);
  let frames = 0;
  for (let at = 0; at < voice.length; frames += 1) {
    expect(voice.readUInt16BE(at)).toBe(0xfff1);
    at += (voice.readUInt32BE(at + 3) >>> 13) & 0x1fff || voice.length;
  }
  expect((frames * 1024) / 16_000).toBeCloseTo(2, 1);
});

test("a person can send the samples, several photos at once among them", async () => {
  await using s = await scene();
  const { samples } = s.zalo.media;
  s.alice.sends(s.bot, { kind: "voice", url: samples["voice.aac"] });
  const ids = s.alice.sendsAlbum(s.bot, [samples["photo.jpg"], samples["photo.png"]], { caption: "hoa" });
  expect((await s.call("getUpdates")).body?.result?.message).toMatchObject({
    voice_url: samples["voice.aac"],
  });
  expect((await s.call("getUpdates")).body?.result?.message).toMatchObject({
    message_id: ids[0],
    photo_url: samples["photo.jpg"],
    caption: "hoa",
  });
  const second = (await s.call("getUpdates")).body?.result?.message;
  expect(second).toMatchObject({ message_id: ids[1], photo_url: samples["photo.png"] });
  expect(second).not.toHaveProperty("caption");
});

test("a file of one's own is served under its ending, and what is not there is not found", async () => {
  await using s = await scene();
  const url = s.zalo.media.host({ type: "application/pdf", bytes: Buffer.from("%PDF") }, ".pdf");
  expect(url).toMatch(/\/media\/[0-9a-f]{20}\.pdf$/);
  expect(await (await fetch(url)).text()).toBe("%PDF");
  expect((await fetch(url, { method: "HEAD" })).headers.get("content-length")).toBe("4");
  expect((await fetch(`${s.zalo.url}/media/nothing`)).status).toBe(404);
});

test("the oldest files make room for new ones", () => {
  const full = shelf();
  full.keep("one", file(40 * MB));
  full.keep("two", file(20 * MB));
  full.keep("three", file(20 * MB));
  expect(["one", "two", "three"].map((name) => full.get(name) !== undefined)).toEqual([false, true, true]);
  full.keep("huge", file(65 * MB));
  expect(full.get("huge")).toBeUndefined();
  expect(full.get("two")).toBeDefined();
});
