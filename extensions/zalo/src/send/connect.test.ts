import { startHttpProxy } from "channel-kit/testing/local-proxy";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Simulator, startSimulator } from "zalo-simulator/simulator";
import { resolveAccount } from "../config/accounts.ts";
import { connect } from "./connect.ts";

const NEVER = new AbortController().signal;
const PATIENT = { maxBytes: 1024 * 1024, deadlineMs: 60_000, signal: NEVER };

let zalo: Simulator;
beforeEach(async () => {
  zalo = await startSimulator();
});
afterEach(() => zalo.close());

const account = (settings: object) => {
  const botToken = zalo.world.addBot({ name: "Bot Shop" }).token;
  const cfg = { channels: { zalo: { botToken, ...settings } } };
  return resolveAccount(cfg, undefined, { botToken: undefined, apiUrl: zalo.url });
};

test("what a Zalo on this machine hands out can be fetched", async () => {
  await using connection = await connect(account({}));
  const voice = await connection.downloads.download(zalo.media.samples["voice.aac"], PATIENT);
  expect(voice.fileType).toMatchObject({ mime: "audio/aac", kind: "audio" });
});

test("calls and files go through the account's proxy", async () => {
  await using proxy = await startHttpProxy();
  await using connection = await connect(account({ proxy: proxy.url }));
  await connection.api.getMe(NEVER);
  await connection.downloads.download(zalo.media.samples["photo.jpg"], PATIENT);
  expect(proxy.passed).toHaveLength(2);
});

test("a proxy that cannot be understood is not gone around", async () => {
  await expect(connect(account({ proxy: "proxy.example:3128" }))).rejects.toMatchObject({
    code: "misconfigured",
    message: expect.stringContaining("channels.zalo.proxy is not the address of a proxy"),
  });
  expect(zalo.journal.entries.filter(({ kind }) => kind === "api-call")).toEqual([]);
});

test("a connection that is closed fetches nothing more", async () => {
  const connection = await connect(account({}));
  await connection[Symbol.asyncDispose]();
  const late = connection.downloads.download(zalo.media.samples["photo.jpg"], PATIENT);
  await expect(late).rejects.toMatchObject({ code: "aborted" });
});
