import { ChannelError } from "channel-kit/outcome/channel-error";
import { FakeClock } from "channel-kit/testing/fake-clock";
import { beforeEach, describe, expect, test } from "vitest";
import { resolveAccount } from "../config/accounts.ts";
import type { Credentials } from "../session/port.ts";
import { Phone } from "../testing/phone.ts";
import { logInAtTerminal, type TerminalSurroundings } from "./channels-login.ts";
import { ENGLISH as words } from "./words-en.ts";

const BEFORE: Credentials = { imei: "before", userAgent: "Mozilla/5.0", language: "vi", cookies: [] };
const NO_ENV = { profile: undefined, apiUrl: undefined, credentialsKey: undefined };

let phone: Phone;
let kept: Credentials | undefined;
let written: string;

beforeEach(() => {
  phone = new Phone();
  kept = undefined;
  written = "";
});

/** `openclaw channels login --account shop`, by an operator who answers the question when there is somebody. */
async function logIn(confirm?: TerminalSurroundings["confirm"], channel: object = {}): Promise<boolean> {
  const account = resolveAccount({ channels: { zalouser: channel } }, "shop", NO_ENV);
  const surroundings: TerminalSurroundings = {
    zalo: phone,
    saved: {
      read: async () => kept,
      save: async (credentials) => {
        kept = credentials;
      },
    },
    clock: new FakeClock(),
    screen: {
      isTerminal: true,
      columns: 100,
      rows: 40,
      write: (text) => {
        written += text;
      },
    },
    words,
    picture: { path: undefined, variable: "ZALOUSER_QR_PNG" },
    ...(confirm === undefined ? {} : { confirm }),
  };
  const done = logInAtTerminal(account, { accountId: "shop" }, surroundings, new AbortController().signal);
  const confirmed = phone.sees(1).then(() => phone.confirm());
  return await Promise.race([done, confirmed.then(() => done)]);
}

test("a first login is saved without a question", async () => {
  expect(await logIn()).toBe(true);
  expect(kept).toEqual(phone.session.credentials());
});

describe("somebody who is logged in already", () => {
  beforeEach(() => {
    kept = BEFORE;
  });

  test("is told as whom, and keeps the login by saying no", async () => {
    const asked: string[] = [];
    const saved = await logIn(async (question) => {
      asked.push(question);
      return false;
    });
    expect(saved).toBe(false);
    expect(asked).toEqual([words.loginAnyway]);
    expect(written).toContain(words.present("Tiệm Hoa"));
    expect(phone.codes).toEqual([]);
    expect(kept).toBe(BEFORE);
    expect(phone.openSessions).toBe(0);
  });

  test("logs in again by saying yes", async () => {
    expect(await logIn(async () => true)).toBe(true);
    expect(kept).toEqual(phone.session.credentials());
  });

  test("keeps the login where nobody can be asked, and is told what to do", async () => {
    expect(await logIn()).toBe(false);
    expect(written).toContain("openclaw channels logout --channel zalouser --account shop");
    expect(kept).toBe(BEFORE);
  });

  test("is shown a code at once when Zalo no longer knows the login", async () => {
    phone.refuses = new ChannelError("unauthorized", "Zalo does not accept the login any more.");
    expect(await logIn()).toBe(true);
    expect(written).toContain(words.presentExpired);
  });

  test("is asked, too, when Zalo cannot be asked", async () => {
    phone.refuses = new ChannelError("unreachable", "Zalo cannot be reached.");
    expect(await logIn(async () => false)).toBe(false);
    expect(written).toContain(words.presentUnchecked("Zalo cannot be reached."));
    expect(kept).toBe(BEFORE);
  });
});

test("an account that may not start is not logged in", async () => {
  const twins = { accounts: { shop: { profile: "one" }, cafe: { profile: "one" } } };
  await expect(logIn(undefined, twins)).rejects.toThrow(/"shop" and "cafe" share the profile/);
  expect(phone.codes).toEqual([]);
});
