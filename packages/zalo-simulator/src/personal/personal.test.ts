import { describe, expect, test } from "vitest";
import { ThreadType } from "zca-js";
import { WAIT } from "../testing/scene.ts";
import { webScene } from "../testing/web-scene.ts";

describe("the real zca-js", () => {
  test("logs in with cookies and knows who it is", async () => {
    await using scene = await webScene();
    const { api } = await scene.connect();

    expect(api.getOwnId()).toBe(scene.owner.uid);
    expect((await api.fetchAccountInfo()).profile.displayName).toBe("Owner");
    expect((await api.getAllFriends()).map(({ userId }) => userId)).toEqual([scene.alice.uid]);
    expect(await api.keepAlive()).toEqual({ config_vesion: 1 });
  });

  test.each([0, 1, 2, 3] as const)(
    "hears what somebody writes, events wrapped as in mode %i",
    async (mode) => {
      await using scene = await webScene();
      scene.zalo.personal.switches(scene.owner).encrypt = mode;
      const client = await scene.connect();

      const msgId = scene.alice.writes(scene.owner, "xin chào, Đức ơi");

      const [message] = await client.got(1);
      expect(message).toMatchObject({ type: ThreadType.User, threadId: scene.alice.uid, isSelf: false });
      expect(message?.data).toMatchObject({
        msgId,
        msgType: "webchat",
        content: "xin chào, Đức ơi",
        uidFrom: scene.alice.uid,
        idTo: scene.owner.uid,
        dName: "Alice",
      });
      expect(client.errors).toEqual([]);
    },
  );

  test("writes to somebody, and hears its own words come back", async () => {
    await using scene = await webScene();
    const client = await scene.connect();

    const sent = await client.api.sendMessage("chào Alice", scene.alice.uid, ThreadType.User);

    const [heard] = await scene.alice.waitForFrom(scene.owner, (all) => all.length === 1, WAIT);
    expect(heard?.content).toEqual({ kind: "text", text: "chào Alice" });
    expect(String(sent.message?.msgId)).toBe(heard?.msgId);
    const [echo] = await client.got(1);
    expect(echo).toMatchObject({ isSelf: true, threadId: scene.alice.uid });
    expect(echo?.data).toMatchObject({ cliMsgId: heard?.cliMsgId, content: "chào Alice" });
  });
});
