import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type AttachmentSource, ThreadType } from "zca-js";
import { sampleFile } from "../../media/samples.ts";
import { WAIT } from "../../testing/scene.ts";
import { webScene } from "../../testing/web-scene.ts";
import type { JournalEntry } from "../../world/journal.ts";

type FileName = `${string}.${string}`;

const source = (filename: FileName, data: Buffer, metadata: object = {}): AttachmentSource => ({
  data,
  filename,
  metadata: { totalSize: data.length, ...metadata },
});
const picture = () => source("hoa.png", sampleFile("photo.png"), { width: 64, height: 48 });
const note = (text: string) => source("ghi chú.txt", Buffer.from(text));

async function bytesAt(url: string): Promise<Buffer> {
  return Buffer.from(await (await fetch(url)).arrayBuffer());
}

describe("a picture", () => {
  test("arrives in a direct chat with its caption and its size", async () => {
    await using scene = await webScene();
    const { api } = await scene.connect();

    const sent = await api.sendMessage({ msg: "đẹp không?", attachments: [picture()] }, scene.alice.uid);

    const [heard] = await scene.alice.waitForFrom(scene.owner, (all) => all.length === 1, WAIT);
    expect(sent.attachment.map(({ msgId }) => String(msgId))).toEqual([heard?.msgId]);
    expect(heard?.content).toMatchObject({ kind: "image", caption: "đẹp không?", width: 64, height: 48 });
    const url = heard?.content.kind === "image" ? heard.content.url : "";
    expect(await bytesAt(url)).toEqual(sampleFile("photo.png"));
  });

  test("may mention somebody in a group", async () => {
    await using scene = await webScene();
    const group = scene.zalo.world.addGroup({ name: "Nhóm", members: [scene.owner, scene.alice] });
    const { api } = await scene.connect();
    const mentions = [{ pos: 0, len: 6, uid: scene.alice.uid }];

    await api.sendMessage(
      { msg: "@Alice xem", mentions, attachments: [picture()] },
      group.webId,
      ThreadType.Group,
    );

    const [heard] = group.hearsFrom(scene.owner);
    expect(heard).toMatchObject({ content: { caption: "@Alice xem" }, mentions });
  });

  test("is one of an album when several are sent at once", async () => {
    await using scene = await webScene();
    const { api } = await scene.connect();

    await api.sendMessage({ msg: "", attachments: [picture(), picture()] }, scene.alice.uid);

    const albums = scene.alice
      .hearsFrom(scene.owner)
      .map(({ content }) => (content.kind === "image" ? content.album : undefined));
    expect(albums.map((album) => album?.index).toSorted()).toEqual([0, 1]);
    expect(new Set(albums.map((album) => album?.id)).size).toBe(1);
  });

  test("is refused when it is no picture, or has no size", async () => {
    await using scene = await webScene();
    const { api } = await scene.connect();
    const size = { width: 1, height: 1 };
    const text = source("giả.png", Buffer.from("đây là chữ"), size);
    const flat = source("hoa.png", sampleFile("photo.png"));

    await expect(api.sendMessage({ msg: "", attachments: [text] }, scene.alice.uid)).rejects.toMatchObject({
      code: 114,
    });
    await expect(api.sendMessage({ msg: "", attachments: [flat] }, scene.alice.uid)).rejects.toMatchObject({
      code: 114,
    });
    expect(scene.alice.hearsFrom(scene.owner)).toEqual([]);
  });

  test("has a caption of 2000 characters at most", async () => {
    await using scene = await webScene();
    const { api } = await scene.connect();

    const sent = api.sendMessage({ msg: "a".repeat(2001), attachments: [picture()] }, scene.alice.uid);

    await expect(sent).rejects.toMatchObject({ code: 118 });
  });
});

describe("a file", () => {
  test("arrives whole though it was sent in chunks", async () => {
    await using scene = await webScene();
    scene.zalo.personal.switches(scene.owner).chunkSizeBytes = 1000;
    const { api } = await scene.connect();
    const text = "một hai ba ".repeat(300);

    await api.sendMessage({ msg: "gửi anh", attachments: [note(text)] }, scene.alice.uid);

    const heard = scene.alice.hearsFrom(scene.owner);
    expect(heard.map(({ content }) => content.kind)).toEqual(["text", "file"]);
    const bytes = Buffer.from(text);
    expect(heard[1]?.content).toMatchObject({
      name: "ghi chú.txt",
      size: bytes.length,
      checksum: createHash("md5").update(bytes).digest("hex"),
    });
    const url = heard[1]?.content.kind === "file" ? heard[1].content.url : "";
    expect(await bytesAt(url)).toEqual(bytes);
    expect(scene.zalo.journal.entries).toContainEqual(
      expect.objectContaining({
        kind: "upload-whole",
        chunks: Math.ceil(bytes.length / 1000),
        told: "after",
      }),
    );
  });

  test("may be an mp4, which arrives as something to download", async () => {
    await using scene = await webScene();
    const group = scene.zalo.world.addGroup({ name: "Nhóm", members: [scene.owner, scene.alice] });
    const { api } = await scene.connect();
    const film = source("phim.mp4", sampleFile("video.mp4"));

    await api.sendMessage({ msg: "", attachments: [film] }, group.webId, ThreadType.Group);

    expect(group.hearsFrom(scene.owner).map(({ content }) => content)).toMatchObject([
      { kind: "file", name: "phim.mp4" },
    ]);
  });

  test("is sent late when the socket says late that it is there", async () => {
    await using scene = await webScene();
    Object.assign(scene.zalo.personal.switches(scene.owner), { fileDone: "late", fileDoneLateMs: 120 });
    const { api } = await scene.connect();

    const uploaded = await api.uploadAttachment([note("chậm")], scene.alice.uid);

    expect(uploaded).toMatchObject([{ fileType: "others", fileName: "ghi chú.txt" }]);
    const told = scene.zalo.journal.entries.find((entry) => entry.kind === "socket-event-sent");
    const answered = scene.zalo.journal.entries.findLast((entry) => entry.kind === "web-call");
    expect((told?.at ?? 0) - (answered?.at ?? 0)).toBeGreaterThanOrEqual(100);
  });

  test.each(["early", "never"] as const)("waits for ever when the socket tells %s", async (when) => {
    await using scene = await webScene();
    scene.zalo.personal.switches(scene.owner).fileDone = when;
    const { api } = await scene.connect();
    let done = false;
    // It does not settle before the simulator closes, which the client may take for a failure.
    void api.uploadAttachment([note("kẹt")], scene.alice.uid).then(
      () => {
        done = true;
      },
      () => undefined,
    );

    const isUpload = (entry: JournalEntry) =>
      entry.kind === "web-call" && entry.call === "message/asyncfile/upload" && entry.accepted;
    await scene.zalo.journal.waitFor(isUpload, WAIT);
    await api.sendMessage("còn đó không?", scene.alice.uid);

    expect(done).toBe(false);
    const told = scene.zalo.journal.entries.filter(
      (entry) => entry.kind === "socket-event-sent" && entry.cmd === 601,
    );
    expect(told).toHaveLength(when === "early" ? 1 : 0);
  });

  test("is refused by Zalo itself when its kind or its size is not allowed", async () => {
    await using scene = await webScene();
    const { api } = await scene.connect();
    // Only from now on: the client has read the settings that were true before.
    const switches = scene.zalo.personal.switches(scene.owner);
    switches.restrictedExtensions = ["txt"];

    await expect(api.uploadAttachment([note("cấm")], scene.alice.uid)).rejects.toMatchObject({ code: 114 });

    switches.restrictedExtensions = [];
    switches.maxFileMb = 1;
    const large = source("to.bin", Buffer.alloc(1024 * 1024 + 1));
    await expect(api.uploadAttachment([large], scene.alice.uid)).rejects.toMatchObject({ code: 114 });
  });
});

describe("a GIF", () => {
  test.each(["direct", "group"] as const)("moves in a %s chat", async (kind) => {
    await using scene = await webScene();
    const group = scene.zalo.world.addGroup({ name: "Nhóm", members: [scene.owner, scene.alice] });
    const { api } = await scene.connect();
    const gif = source("vẫy.gif", sampleFile("moving.gif"), { width: 1, height: 1 });
    const [to, type] =
      kind === "group" ? [group.webId, ThreadType.Group] : [scene.alice.uid, ThreadType.User];

    await api.sendMessage({ msg: "", attachments: [gif] }, to, type);

    const [heard] = kind === "group" ? group.hearsFrom(scene.owner) : scene.alice.hearsFrom(scene.owner);
    expect(heard?.content).toMatchObject({ kind: "gif", width: 1, height: 1 });
    const url = heard?.content.kind === "gif" ? heard.content.url : "";
    expect(await bytesAt(url)).toEqual(sampleFile("moving.gif"));
  });
});
