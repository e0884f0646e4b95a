import { describe, expect, test } from "vitest";
import { ThreadType } from "zca-js";
import { clientOf, type WebScene, webScene } from "../../testing/web-scene.ts";
import { encrypt } from "../aes.ts";
import type { Credentials } from "../credentials.ts";
import { signKey } from "./sign-key.ts";

const logIn = ({ zalo }: WebScene, credentials: Credentials) => clientOf(zalo).login(credentials);

const codes = ({ zalo }: WebScene) =>
  zalo.journal.entries.flatMap((entry) => (entry.kind === "web-login" ? [entry.code] : []));

describe("a login with cookies is refused", () => {
  test.each(["zpw_sek", "zpsid"])("without %s", async (missing) => {
    await using scene = await webScene();
    const credentials = scene.zalo.personal.signIn(scene.owner);
    credentials.cookie = credentials.cookie.filter(({ key }) => key !== missing);

    await expect(logIn(scene, credentials)).rejects.toThrow("zpw_sek bị thiếu hoặc không đúng");
    expect(codes(scene)).toEqual([600]);
  });

  test("when one cookie is somebody else's", async () => {
    await using scene = await webScene();
    const credentials = scene.zalo.personal.signIn(scene.owner);
    const others = scene.zalo.personal.signIn(scene.alice);
    credentials.cookie = [
      ...credentials.cookie.filter(({ key }) => key === "zpsid"),
      ...others.cookie.filter(({ key }) => key === "zpw_sek"),
    ];

    await expect(logIn(scene, credentials)).rejects.toThrow("zpw_sek bị thiếu hoặc không đúng");
  });

  test("when the session has expired, and each call of a client that is in", async () => {
    await using scene = await webScene();
    const credentials = scene.zalo.personal.signIn(scene.owner);
    const { api } = await scene.connect(credentials);
    scene.zalo.personal.expireSession(scene.owner);

    await expect(logIn(scene, credentials)).rejects.toThrow("Phiên đăng nhập đã hết hạn");
    expect(codes(scene)).toEqual([0, 102]);
    await expect(api.fetchAccountInfo()).rejects.toMatchObject({ code: 102 });
    await expect(api.sendMessage("chào", scene.alice.uid, ThreadType.User)).rejects.toMatchObject({
      code: 102,
    });
  });

  test("from another browser, unless Zalo does not mind", async () => {
    await using scene = await webScene();
    const credentials = { ...scene.zalo.personal.signIn(scene.owner), userAgent: "Another browser" };

    await expect(logIn(scene, credentials)).rejects.toThrow("Phiên đăng nhập đã hết hạn");
    scene.zalo.personal.switches(scene.owner).userAgentBound = false;
    expect((await logIn(scene, credentials)).getOwnId()).toBe(scene.owner.uid);
  });

  test.each(["getLoginInfo", "getServerInfo"])("when %s is wrongly signed", async (name) => {
    await using scene = await webScene();
    const { cookie, userAgent } = scene.zalo.personal.signIn(scene.owner);
    const query = new URLSearchParams({ type: "30", client_version: "685", signkey: "0".repeat(32) });
    const answer = await fetch(`${scene.zalo.url}/web/wpa.chat.zalo.me/api/login/${name}?${query}`, {
      headers: {
        "user-agent": userAgent,
        cookie: cookie.map(({ key, value }) => `${key}=${value}`).join("; "),
      },
    });

    expect(await answer.json()).toEqual({
      error_code: -1,
      error_message: "Yêu cầu không hợp lệ",
      data: null,
    });
  });
});

test("a new zpw_sek comes with the next answer, and ends the old one when it is used", async () => {
  await using scene = await webScene();
  const { personal } = scene.zalo;
  const old = personal.signIn(scene.owner);
  const { api } = await scene.connect(structuredClone(old));
  personal.rotateCookies(scene.owner);

  await api.keepAlive(); // brings the new one
  await api.keepAlive(); // uses it
  await expect(logIn(scene, old)).rejects.toThrow("zpw_sek bị thiếu hoặc không đúng");
  const { imei, userAgent } = api.getContext();
  const kept = api.getCookie().toJSON()?.cookies ?? [];
  expect(
    (await logIn(scene, { ...old, imei, userAgent, cookie: kept as Credentials["cookie"] })).getOwnId(),
  ).toBe(scene.owner.uid);
});

test("a call whose params are encrypted with another key is refused", async () => {
  await using scene = await webScene();
  const { api } = await scene.connect();
  const params = encrypt(
    Buffer.alloc(16, 7),
    JSON.stringify({ message: "x", clientId: 1, toid: scene.alice.uid }),
  );
  const { cookie, userAgent } = { cookie: api.getCookie(), userAgent: api.getContext().userAgent };
  const answer = await fetch(`${scene.zalo.url}/web/tt-chat-wpa.chat.zalo.me/api/message/sms`, {
    method: "POST",
    headers: {
      "user-agent": userAgent,
      cookie: cookie.getCookieStringSync("https://tt-chat-wpa.chat.zalo.me"),
    },
    body: new URLSearchParams({ params }),
  });

  expect(answer.status).toBe(200);
  expect(scene.alice.hearsFrom(scene.owner)).toEqual([]);
  expect(scene.zalo.journal.entries.at(-1)).toMatchObject({ kind: "web-call", code: 114, accepted: false });
});

test("the signature is that of the published client", () => {
  // Sorted by name: client_version, imei, type; worked out with md5sum.
  expect(signKey("getserverinfo", { imei: "i", type: "30", client_version: "685" })).toBe(
    "81ae1effeaef85cbb2564bfe88e77cbe",
  );
});

test("the journal holds no secret of a login or a call", async () => {
  await using scene = await webScene();
  const { api } = await scene.connect();
  await api.sendMessage("chào", scene.alice.uid, ThreadType.User);
  await api.getAllFriends();
  const { imei, secretKey } = api.getContext();
  const secrets = [imei, secretKey, ...(api.getCookie().toJSON()?.cookies ?? []).map(({ value }) => value)];

  const written = JSON.stringify(scene.zalo.journal.entries);
  expect(secrets.length).toBeGreaterThan(3);
  for (const secret of secrets) expect(written).not.toContain(String(secret));
});
