import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type SessionScene, sessionScene } from "../testing/session-scene.ts";
import type { Session, Thread } from "./port.ts";

const NEVER = new AbortController().signal;

let scene: SessionScene;
let session: Session;
let lan: Thread;

beforeEach(async () => {
  scene = await sessionScene();
  session = await scene.resume();
  lan = { kind: "direct", id: scene.lan.uid };
});
afterEach(() => scene[Symbol.asyncDispose]());

test("an earlier login is taken up again and says whose it is", async () => {
  expect(session.ownId).toBe(scene.owner.uid);
  expect(await session.ownProfile(NEVER)).toEqual({ id: scene.owner.uid, name: "Chủ tiệm", isFriend: false });
  expect(await session.friends(NEVER)).toEqual([{ id: scene.lan.uid, name: "Chị Lan", isFriend: true }]);
});

test("a text arrives", async () => {
  const listening = await scene.listen(session);
  const sent = await session.sendText(lan, { text: "xin chào", styles: [], mentions: [] }, NEVER);
  expect(sent.kind).toBe("sent");
  const [echo] = await listening.got(1);
  expect(echo).toMatchObject({
    kind: "message",
    thread: lan,
    isSelf: true,
    message: { content: "xin chào" },
  });
});

describe.each([0, 1, 2, 3] as const)("events wrapped in way %i", (encrypt) => {
  test("are read", async () => {
    scene.simulator.personal.switches(scene.owner).encrypt = encrypt;
    const listening = await scene.listen(session);
    scene.lan.writes(scene.owner, "một");
    const [event] = await listening.got(1);
    expect(event).toMatchObject({ kind: "message", thread: lan, isSelf: false, message: { content: "một" } });
  });
});
