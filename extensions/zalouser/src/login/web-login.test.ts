import { FakeClock } from "channel-kit/testing/fake-clock";
import { beforeEach, describe, expect, test } from "vitest";
import type { Credentials } from "../session/port.ts";
import { Phone } from "../testing/phone.ts";
import type { LoginDesk } from "./qr-login.ts";
import { WebLogins } from "./web-login.ts";
import { ENGLISH as words } from "./words-en.ts";

let phone: Phone;
let clock: FakeClock;
let saved: Credentials[];
let logins: WebLogins;

beforeEach(() => {
  phone = new Phone();
  clock = new FakeClock();
  saved = [];
  logins = new WebLogins();
});

function desk(accountId = "shop"): LoginDesk {
  return {
    accountId,
    loginByQr: (observer, signal) => phone.loginByQr({ accountId }, observer, signal),
    save: async (credentials) => void saved.push(credentials),
    clock,
  };
}

const start = (isForced = false, accountId = "shop") =>
  logins.start(desk(accountId), { words, isForced, timeoutMs: 30_000 });

const wait = (over: { sessionKey?: string; currentQrDataUrl?: string } = {}, accountId = "shop") =>
  logins.wait(accountId, {
    words,
    sessionKey: undefined,
    currentQrDataUrl: undefined,
    timeoutMs: 60_000,
    ...over,
  });

const pictureOf = (code: string | undefined) =>
  `data:image/png;base64,${Buffer.from(`png of ${code}`).toString("base64")}`;

test("a page shows Zalo's picture, and hears who it was that logged in", async () => {
  const shown = await start();
  expect(shown).toMatchObject({
    qrDataUrl: pictureOf(phone.codes[0]),
    message: words.scanShort,
    connected: false,
  });
  const end = wait({ sessionKey: shown.sessionKey ?? "" });
  phone.scan();
  phone.confirm();
  expect(await end).toEqual({
    connected: true,
    message: words.confirmed("Tiệm Hoa", phone.session.ownId),
    sessionKey: shown.sessionKey,
  });
  expect(saved).toHaveLength(1);
  expect(phone.openSessions).toBe(0);
});

test("a page that waits is given the next picture when the one before has expired", async () => {
  const { qrDataUrl = "" } = await start();
  const next = wait({ currentQrDataUrl: qrDataUrl });
  phone.waitTooLong();
  expect(await next).toMatchObject({
    connected: false,
    qrDataUrl: pictureOf(phone.codes[1]),
    message: words.newCode,
  });
  logins.stop("shop");
});

test("a page that comes late is given the picture of now at once", async () => {
  const { qrDataUrl = "" } = await start();
  phone.waitTooLong();
  await phone.sees(2);
  expect(await wait({ currentQrDataUrl: qrDataUrl })).toMatchObject({ qrDataUrl: pictureOf(phone.codes[1]) });
  logins.stop("shop");
});

test("a page whose time is up hears how far it has come, and may go on waiting", async () => {
  await start();
  const first = wait();
  phone.scan();
  await clock.advance(59_000);
  await clock.advance(1_000);
  expect(await first).toMatchObject({ connected: false, message: words.scannedShort("Chị Lan") });
  const second = wait();
  phone.confirm();
  expect(await second).toMatchObject({ connected: true });
});

test("H4: a page whose time is up before Zalo's login page has answered hears so, and shows no code", async () => {
  const silent: LoginDesk = { ...desk(), loginByQr: () => new Promise(() => {}) };
  const shown = logins.start(silent, { words, isForced: false, timeoutMs: 30_000 });
  await clock.advance(30_000);
  expect(await shown).toEqual({
    connected: false,
    message: words.silentShort,
    sessionKey: expect.any(String),
  });
  logins.stop("shop");
});

test("H3: a page hears that the phone has declined, and nothing is saved", async () => {
  await start();
  const end = wait();
  phone.decline();
  expect(await end).toMatchObject({ connected: false, message: words.declined });
  expect(saved).toEqual([]);
  expect(await wait()).toEqual({ connected: false, message: words.noLogin });
});

test("a page that nobody started hears so", async () => {
  expect(await wait()).toEqual({ connected: false, message: words.noLogin });
});

test("a login that cannot be saved is an error and not a success", async () => {
  await logins.start(
    { ...desk(), save: () => Promise.reject(new Error("disk full")) },
    {
      words,
      isForced: false,
      timeoutMs: 30_000,
    },
  );
  const end = wait();
  phone.confirm();
  await expect(end).rejects.toThrow("disk full");
});

describe("a second start", () => {
  test("shows the login that is under way", async () => {
    const first = await start();
    expect(await start()).toEqual(first);
    expect(phone.codes).toHaveLength(1);
    logins.stop("shop");
  });

  test("takes its place by force, and the first one cannot log in any more", async () => {
    phone.ignoresAbort = true;
    const first = await start();
    const end = wait({ sessionKey: first.sessionKey ?? "" });
    const confirmFirst = phone.confirm.bind(phone);
    const pending = start(true);
    expect(await end).toMatchObject({ connected: false, message: words.otherLogin });
    const second = await pending;
    expect(second.sessionKey).not.toBe(first.sessionKey);
    expect(await wait({ sessionKey: first.sessionKey ?? "" })).toEqual({
      connected: false,
      message: words.otherLogin,
    });
    confirmFirst();
    expect(await wait()).toMatchObject({ connected: true });
    expect(saved).toHaveLength(1);
  });

  test("of another account is a login of its own", async () => {
    const shop = await start();
    const cafe = await start(false, "cafe");
    expect(cafe.sessionKey).not.toBe(shop.sessionKey);
    logins.stop("shop");
    logins.stop("cafe");
  });
});

test("a login that was stopped saves nothing, even when the phone confirms later", async () => {
  phone.ignoresAbort = true;
  await start();
  logins.stop("shop");
  phone.confirm();
  await clock.advance(1);
  expect(saved).toEqual([]);
  expect(phone.openSessions).toBe(0);
});
