import { describe, expect, test } from "vitest";
import { ThreadType } from "zca-js";
import type { Fault } from "../faults/fault.ts";
import { WAIT } from "../testing/scene.ts";
import { webScene } from "../testing/web-scene.ts";

describe("a call of the personal protocol", () => {
  test.each([-69, 114, 118, 123, 600, 102])("gets Zalo's own code %i", async (errorCode) => {
    await using scene = await webScene();
    const { api } = await scene.connect();
    scene.zalo.faults.add({
      method: "message/sms",
      fault: { kind: "ok-false", errorCode, description: "Không được" },
    });

    await expect(api.sendMessage("chào", scene.alice.uid, ThreadType.User)).rejects.toMatchObject({
      code: errorCode,
      message: "Không được",
    });
    await api.sendMessage("lần nữa", scene.alice.uid, ThreadType.User);
    expect(scene.alice.hearsFrom(scene.owner)).toHaveLength(1);
  });

  test.each<[Fault, RegExp]>([
    [{ kind: "status", status: 502 }, /status code 502/],
    [{ kind: "html", status: 200 }, /parse response/],
    [{ kind: "garbage" }, /parse response/],
    [{ kind: "cut" }, /terminated|parse response|other side/],
    [{ kind: "reset" }, /fetch failed/],
  ])("meets %j", async (fault, complaint) => {
    await using scene = await webScene();
    const { api } = await scene.connect();
    scene.zalo.faults.add({ method: "message/sms", fault });

    await expect(api.sendMessage("chào", scene.alice.uid, ThreadType.User)).rejects.toThrow(complaint);
    expect(scene.alice.hearsFrom(scene.owner)).toEqual([]);
    const entry = scene.zalo.journal.entries.findLast(({ kind }) => kind === "web-call");
    expect(entry).toMatchObject({ call: "message/sms", accepted: false, faulted: fault.kind });
  });

  test("is carried out although its answer never comes", async () => {
    await using scene = await webScene();
    const { api } = await scene.connect();
    scene.zalo.faults.add({ method: "message/sms", fault: { kind: "reset", accept: true } });

    await expect(api.sendMessage("chào", scene.alice.uid, ThreadType.User)).rejects.toThrow("fetch failed");
    expect(scene.alice.hearsFrom(scene.owner)).toHaveLength(1);
    expect(scene.zalo.journal.entries).toContainEqual(
      expect.objectContaining({ kind: "web-call", call: "message/sms", accepted: true, status: null }),
    );
  });

  test("comes late, or hangs until its client leaves", async () => {
    await using scene = await webScene();
    const { api } = await scene.connect();
    scene.zalo.faults.add({ method: "keepalive", fault: { kind: "slow", ms: 60 } });
    const began = Date.now();
    await api.keepAlive();
    expect(Date.now() - began).toBeGreaterThanOrEqual(55);

    scene.zalo.faults.add({ method: "keepalive", fault: { kind: "hang" } });
    const hanging = api.keepAlive();
    const from = scene.zalo.journal.nextSeq;
    await scene.zalo.journal.waitFor((entry) => entry.kind === "web-call" && entry.faulted === "hang", {
      ...WAIT,
      from,
    });
    const ended = expect(hanging).rejects.toThrow("fetch failed");
    await scene.zalo.close();
    await ended;
  });

  test("is hit only if it is of that account and for that person or group", async () => {
    await using scene = await webScene();
    const { owner, alice, zalo } = scene;
    const bob = zalo.world.addPerson({ name: "Bob" });
    const { api } = await scene.connect();
    const fault = { kind: "ok-false", errorCode: 123 } as const;
    const others = zalo.faults.add({ method: "*", person: alice, fault });
    const toAlice = zalo.faults.add({ method: "message/sms", person: owner, chat: alice.uid, fault });

    await api.sendMessage("chào", bob.uid, ThreadType.User);
    await expect(api.sendMessage("chào", alice.uid, ThreadType.User)).rejects.toMatchObject({ code: 123 });
    expect([others.hits, toAlice.hits]).toEqual([0, 1]);
  });

  test("of a login is hit too", async () => {
    await using scene = await webScene();
    scene.zalo.faults.add({ method: "login/getServerInfo", fault: { kind: "ok-false", errorCode: 999 } });

    await expect(scene.connect()).rejects.toThrow("Failed to fetch server info");
  });

  test("that does not exist is not found", async () => {
    await using scene = await webScene();
    const { api } = await scene.connect();
    await expect(api.getListBank()).rejects.toThrow("status code 404");
  });
});
