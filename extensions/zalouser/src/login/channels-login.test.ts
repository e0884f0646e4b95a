import { ChannelError } from "channel-kit/outcome/channel-error";
import { FakeClock } from "channel-kit/testing/fake-clock";
import { beforeEach, describe, expect, test } from "vitest";
import { resolveAccount } from "../config/accounts.ts";
import type { CredentialStore } from "../credentials/credential-store.ts";
import type { Credentials, Profile } from "../session/port.ts";
import { Phone } from "../testing/phone.ts";
import { logInAtTerminal, type Terminal } from "./channels-login.ts";
import type { LoginTools } from "./login-tools.ts";
import { ENGLISH as words } from "./words-en.ts";

const BEFORE: Credentials = { imei: "before", userAgent: "Mozilla/5.0", language: "vi", cookies: [] };
const NO_ENV = { profile: undefined, apiUrl: undefined, credentialsKey: undefined };

let phone: Phone;
let kept: Credentials | undefined;
let written: string;
let newLogins: number;
/** Who the gateway beside the command is logged in as. */
let runsAs: Profile | undefined;

beforeEach(() => {
  phone = new Phone();
  kept = undefined;
  runsAs = undefined;
  newLogins = 0;
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
        newLogins += 1;
      },
      clock: new FakeClock(),
    },
    running: runsAs === undefined ? nowhere : { ...nowhere, ownProfile: async () => runsAs as Profile },
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

const notRunning = async () => {
  throw new ChannelError("unreachable", "No gateway runs here.");
};
const nowhere = { ownProfile: notRunning, friends: notRunning, groups: notRunning };

/** A store that holds what was saved before. */
const memoryStore = (): CredentialStore => ({
  read: async () => (kept === undefined ? undefined : { credentials: kept, generation: "first" }),
  replace: async () => "second",
  refresh: async (_name, generation, credentials) => {
    kept = credentials;
    return generation === "first";
  },
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
    expect(newLogins).toBe(0);
    expect(phone.openSessions).toBe(0);
  });

  test("sees that Zalo is asked, before it has answered", async () => {
    const looking = logIn(async () => false);
    while (phone.sessions.length === 0) await Promise.resolve();
    expect(written).toContain(words.presentAsking);
    expect(written).not.toContain(words.present("Tiệm Hoa"));
    await looking;
  });

  test("is asked nothing of Zalo by the command while the gateway uses the login", async () => {
    runsAs = { id: "100000000000000001", name: "Tiệm Hoa", isFriend: false };
    expect(await logIn(async () => false)).toBe(false);
    expect(written).toContain(words.present("Tiệm Hoa"));
    expect(phone.resumed).toEqual([]);
  });

  test("keeps the login that Zalo renews while it is looked at", async () => {
    const renewed = [{ key: "zpw_sek", value: "renewed" }];
    const looking = logIn(async () => false);
    while (phone.sessions.length === 0) await Promise.resolve();
    phone.session.rotate(renewed);
    await looking;
    expect(kept).toMatchObject({ cookies: renewed });
  });

  test("logs in again by saying yes", async () => {
    expect(await logIn(async () => true)).toBe(true);
    expect(kept).toEqual(phone.session.credentials());
  });

  test("keeps the login where nobody can be asked, and is told what to do", async () => {
    expect(await logIn()).toBe(false);
    expect(written).toContain("openclaw channels logout --channel zalouser --account shop");
    expect(newLogins).toBe(0);
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
    expect(newLogins).toBe(0);
  });
});
