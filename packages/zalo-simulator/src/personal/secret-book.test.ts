import { expect, test } from "vitest";
import { WAIT } from "../testing/scene.ts";
import { clientOf, webScene } from "../testing/web-scene.ts";

test("everything that a client has been trusted with is known as a secret, and stands in no record", async () => {
  await using scene = await webScene();
  const { personal, journal } = scene.zalo;
  const login = clientOf(scene.zalo).loginQR({ userAgent: "Firefox of a test" }, () => undefined);
  const code = await personal.waitForCode(WAIT);
  personal.scan(code, scene.owner);
  personal.confirm(code);
  const api = await login;
  const { imei, userAgent, secretKey } = api.getContext();
  const cookie = api.getCookie().toJSON()?.cookies ?? [];
  const socketKey = new Promise<string>((resolve) => api.listener.once("cipher_key", resolve));
  api.listener.start();
  const trusted = [code, imei, secretKey, await socketKey, ...cookie.map(({ value }) => value)];
  expect(trusted).toHaveLength(7);
  expect(personal.secrets).toEqual(expect.arrayContaining(trusted));

  personal.rotateCookies(scene.owner);
  await clientOf(scene.zalo).login({ imei, userAgent, cookie });
  expect(personal.secrets.length).toBeGreaterThan(trusted.length);
  const record = JSON.stringify(journal.entries);
  expect(personal.secrets.filter((secret) => record.includes(secret))).toEqual([]);
  api.listener.stop();
});
