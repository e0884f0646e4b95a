import { ChannelError } from "channel-kit/outcome/channel-error";
import { FakeClock } from "channel-kit/testing/fake-clock";
import { beforeEach, expect, test } from "vitest";
import type { Credentials } from "../session/port.ts";
import { SAVED, SHOP, withCookie } from "../testing/credential-store-contract.ts";
import { memoryCredentialStore } from "../testing/memory-credential-store.ts";
import type { CredentialStore } from "./credential-store.ts";
import { keepCredentials } from "./keep-credentials.ts";

let store: CredentialStore;
let clock: FakeClock;
let now: Credentials;
let changed: () => void;
let troubles: ChannelError[];
let keeper: AsyncDisposable;
let isBroken: boolean;
let writes: number;

beforeEach(async () => {
  const memory = memoryCredentialStore();
  isBroken = false;
  writes = 0;
  store = {
    ...memory,
    refresh: async (...login) => {
      if (isBroken) throw new ChannelError("storage", "no room");
      writes += 1;
      return await memory.refresh(...login);
    },
  };
  clock = new FakeClock(0);
  now = SAVED;
  troubles = [];
  keeper = keepCredentials({
    store,
    name: SHOP,
    generation: await store.replace(SHOP, SAVED),
    session: {
      credentials: () => now,
      onCredentials: (listener) => {
        changed = listener;
      },
    },
    clock,
    trouble: (error) => troubles.push(error),
  });
  await clock.advance(20_000);
});

const rotate = (value: string) => {
  now = withCookie(value);
  changed();
};
const saved = async () => (await store.read(SHOP))?.credentials;

test("what taking the session up has brought is saved without waiting for more", () => {
  expect(writes).toBe(1);
});

test("cookies that come in a rush are saved once, the last ones", async () => {
  for (const value of ["một", "hai", "ba"]) rotate(value);
  expect(writes).toBe(1);
  await clock.advance(20_000);
  expect(await saved()).toEqual(withCookie("ba"));
  expect(writes).toBe(2);
});

test("what has not been saved yet is saved at the end, and nothing without need", async () => {
  rotate("một");
  await keeper[Symbol.asyncDispose]();
  expect(await saved()).toEqual(withCookie("một"));
  await keeper[Symbol.asyncDispose]();
  await clock.advance(20_000);
  expect(writes).toBe(2);
});

test("S2: a login that was revoked meanwhile does not come back", async () => {
  rotate("một");
  await store.revoke(SHOP);
  await keeper[Symbol.asyncDispose]();
  expect(await saved()).toBeUndefined();
});

test("a save that failed is said and made up for later", async () => {
  isBroken = true;
  rotate("một");
  await clock.advance(20_000);
  expect(troubles.map(({ code }) => code)).toEqual(["storage"]);
  isBroken = false;
  await keeper[Symbol.asyncDispose]();
  expect(await saved()).toEqual(withCookie("một"));
});
