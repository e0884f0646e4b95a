import { ChannelError } from "channel-kit/outcome/channel-error";
import { FakeClock } from "channel-kit/testing/fake-clock";
import { beforeEach, describe, expect, test } from "vitest";
import { resolveAccount } from "../config/accounts.ts";
import type { CredentialStore } from "../credentials/credential-store.ts";
import type { Credentials } from "../session/port.ts";
import { Phone } from "../testing/phone.ts";
import { logInAtTerminal, type Terminal } from "./channels-login.ts";
import type { LoginTools } from "./login-tools.ts";
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
async function logIn(confirm?: Terminal["confirm"]): Promise<boolean> {
  const account = resolveAccount({}, "shop", NO_ENV);
  const tools: LoginTools = {
    zalo: phone,
    options: { accountId: "shop" },
    name: { accountId: "shop", profile: "shop" },
    store: memoryStore(),
    desk: {
      accountId: "shop",
      loginByQr: (observer, signal) => phone.loginByQr({ accountId: "shop" }, observer, signal),
      save: async (credentials) => {
        kept = credentials;
      },
      clock: new FakeClock(),
    },
  };
  const terminal: Terminal = {
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
  const done = logInAtTerminal(account, tools, terminal, new AbortController().signal);
  const confirmed = phone.sees(1).then(() => phone.confirm());
  return await Promise.race([done, confirmed.then(() => done)]);
}

/** A store that holds what was saved before. */
const memoryStore = (): CredentialStore => ({
  read: async () => (kept === undefined ? undefined : { credentials: kept, generation: "first" }),
  replace: async () => "second",
  refresh: async () => false,
  revoke: async () => false,
});

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
