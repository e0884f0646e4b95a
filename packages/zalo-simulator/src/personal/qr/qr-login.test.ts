import jsqr from "jsqr";
import { expect, test } from "vitest";
import { type LoginQRCallbackEvent, LoginQRCallbackEventType } from "zca-js";
import { decodePng } from "../../testing/decode-png.ts";
import { WAIT } from "../../testing/scene.ts";
import { soon } from "../../testing/soon.ts";
import { clientOf, type WebScene, webScene } from "../../testing/web-scene.ts";

const { QRCodeGenerated, QRCodeScanned, QRCodeDeclined, QRCodeExpired, GotLoginInfo } =
  LoginQRCallbackEventType;

/** A client that shows a code, and everything it is told about it. */
function showCode({ zalo }: WebScene, onEvent: (event: LoginQRCallbackEvent) => void = () => undefined) {
  const events: LoginQRCallbackEvent[] = [];
  const login = clientOf(zalo).loginQR({ userAgent: "Firefox of a test" }, (event) => {
    events.push(event);
    onEvent(event);
  });
  // Whoever waits for it looks at its end.
  login.catch(() => undefined);
  return { login, events, types: () => events.map(({ type }) => type) };
}

test("a code is shown, scanned and confirmed, and the client is in", async () => {
  await using scene = await webScene();
  const { personal } = scene.zalo;
  const { login, events, types } = showCode(scene);

  const code = await personal.waitForCode(WAIT);
  personal.scan(code, scene.owner);
  personal.confirm(code);

  expect((await login).getOwnId()).toBe(scene.owner.uid);
  expect(types()).toEqual([QRCodeGenerated, QRCodeScanned, GotLoginInfo]);
  expect(events[1]?.data).toMatchObject({ display_name: "Owner" });
  expect(personal.qrCodes).toEqual([]);
});

test("the picture of the code holds the code", async () => {
  await using scene = await webScene();
  const { events } = showCode(scene);
  const code = await scene.zalo.personal.waitForCode(WAIT);
  await scene.zalo.journal.waitFor(
    (entry) => entry.kind === "web-call" && entry.call === "account/authen/qr/generate",
    WAIT,
  );
  await soon(() => events.length).toBe(1);

  const [shown] = events;
  if (shown?.type !== QRCodeGenerated) throw new Error("No code was shown.");
  const { pixels, width, height } = decodePng(Buffer.from(shown.data.image, "base64"));
  expect(jsqr.default(pixels, width, height)?.data).toBe(code);
  shown.actions.abort();
});

test("what a login leaves behind is good for the next one", async () => {
  await using scene = await webScene();
  const { personal } = scene.zalo;
  const { login } = showCode(scene);
  const code = await personal.waitForCode(WAIT);
  personal.scan(code, scene.owner);
  personal.confirm(code);
  const api = await login;
  const { imei, userAgent } = api.getContext();
  const cookie = api.getCookie().toJSON()?.cookies ?? [];

  const again = await clientOf(scene.zalo).login({ imei, userAgent, cookie });
  expect(again.getOwnId()).toBe(scene.owner.uid);
});

test("the phone says no", async () => {
  await using scene = await webScene();
  const { personal } = scene.zalo;
  const { login, types } = showCode(scene, ({ type, actions }) => {
    if (type === QRCodeDeclined) actions.abort();
  });
  const code = await personal.waitForCode(WAIT);
  personal.scan(code, scene.owner);
  personal.decline(code);

  await expect(login).rejects.toThrow("Operation aborted");
  expect(types()).toEqual([QRCodeGenerated, QRCodeScanned, QRCodeDeclined]);
});

test("a code runs out on the server too", async () => {
  await using scene = await webScene();
  scene.zalo.personal.codes.lifetimeMs = 50;
  const { login, types } = showCode(scene);

  await expect(login).rejects.toThrow("Cannot get scan result");
  expect(types()).not.toContain(QRCodeExpired);
  expect(scene.zalo.personal.qrCodes).toEqual([]);
  expect(scene.zalo.journal.entries).toContainEqual(
    expect.objectContaining({ kind: "qr-code", state: "expired" }),
  );
});

test("a poll is held for its time, then the client asks again", async () => {
  await using scene = await webScene();
  const { personal, journal } = scene.zalo;
  personal.codes.holdMs = 60;
  const { login } = showCode(scene, ({ type, actions }) => {
    if (type === QRCodeScanned) actions.abort();
  });
  const began = Date.now();
  let seen = 0;
  await journal.waitFor(
    (entry) => entry.kind === "web-call" && entry.call.endsWith("waiting-scan") && ++seen === 3,
    WAIT,
  );

  expect(Date.now() - began).toBeGreaterThan(3 * 50);
  personal.scan(await personal.waitForCode(WAIT), scene.owner);
  await expect(login).rejects.toThrow("Operation aborted");
});

test("a poll is over when its client leaves", async () => {
  await using scene = await webScene();
  const { personal, journal } = scene.zalo;
  const { login, events } = showCode(scene);
  await personal.waitForCode(WAIT);
  await soon(() => personal.qrCodes[0]?.polls).toBe(1);
  const [shown] = events;
  if (shown?.type === QRCodeGenerated) shown.actions.abort();

  await expect(login).rejects.toThrow("Operation aborted");
  const left = await journal.waitFor(
    (entry) => entry.kind === "web-call" && entry.call.endsWith("waiting-scan"),
    WAIT,
  );
  expect(left).toMatchObject({ status: null });
  expect(personal.qrCodes[0]?.polls).toBe(0);
});

test("Zalo wants a password too, and the client is not in", async () => {
  await using scene = await webScene();
  const { personal } = scene.zalo;
  personal.switches(scene.owner).requireConfirmPwd = true;
  const { login } = showCode(scene);
  const code = await personal.waitForCode(WAIT);
  personal.scan(code, scene.owner);
  personal.confirm(code);

  await expect(login).rejects.toThrow("Can't login");
});

test("another login by code kicks the first one's socket, whose session lives on", async () => {
  await using scene = await webScene();
  const { personal, journal } = scene.zalo;
  const first = await scene.connect();
  const from = journal.nextSeq;
  const { login } = showCode(scene);
  const code = await personal.waitForCode(WAIT);
  personal.scan(code, scene.owner);
  personal.confirm(code);

  const kicked = await journal.waitFor(({ kind }) => kind === "socket-closed", { ...WAIT, from });
  expect(kicked).toMatchObject({ uid: scene.owner.uid, code: 3003, by: "server" });
  await soon(() => first.closes).toEqual([3003]);
  await login;
  expect(await first.api.keepAlive()).toBeDefined();
});

test("or ends it altogether", async () => {
  await using scene = await webScene();
  const { personal } = scene.zalo;
  personal.switches(scene.owner).secondLogin = "kick-and-end";
  const first = await scene.connect();
  personal.logInElsewhere(scene.owner);

  await expect(first.api.keepAlive()).rejects.toMatchObject({ code: 102 });
});
