import { FakeClock } from "channel-kit/testing/fake-clock";
import { beforeEach, describe, expect, test } from "vitest";
import type { Credentials } from "../session/port.ts";
import { Phone } from "../testing/phone.ts";
import {
  CODE_LIMIT_MS,
  CODES_AT_MOST,
  LOGIN_LIMIT_MS,
  type LoginDesk,
  type LoginStep,
  qrLogin,
  SILENT_MS,
} from "./qr-login.ts";

let phone: Phone;
let clock: FakeClock;
let saved: Credentials[];
let stop: AbortController;

beforeEach(() => {
  phone = new Phone();
  clock = new FakeClock();
  saved = [];
  stop = new AbortController();
});

function desk(): LoginDesk {
  return {
    accountId: "shop",
    loginByQr: (observer, signal) => phone.loginByQr({ accountId: "shop" }, observer, signal),
    save: async (credentials) => void saved.push(credentials),
    clock,
  };
}

/** Goes through a login, does what the story says at each step, and answers the names of the steps. */
async function goThrough(story: (step: LoginStep) => void): Promise<string[]> {
  const kinds: string[] = [];
  for await (const step of qrLogin(desk(), stop.signal)) {
    kinds.push(step.kind);
    story(step);
  }
  return kinds;
}

test("a code that is scanned and confirmed is saved, and the session of the login is ended", async () => {
  const steps: LoginStep[] = [];
  for await (const step of qrLogin(desk(), stop.signal)) {
    steps.push(step);
    if (step.kind === "code") {
      phone.scan();
      phone.confirm();
    }
    if (step.kind === "confirmed") {
      expect(saved).toEqual([]);
      expect(phone.openSessions).toBe(1);
    }
  }
  expect(steps.map(({ kind }) => kind)).toEqual(["code", "scanned", "confirmed", "saved"]);
  expect(steps[1]).toEqual({ kind: "scanned", by: "Chị Lan" });
  expect(steps[3]).toEqual({ kind: "saved", name: "Tiệm Hoa", userId: phone.session.ownId });
  expect(saved).toEqual([phone.session.credentials()]);
  expect(phone.openSessions).toBe(0);
});

describe("a code that nobody confirms in time", () => {
  test("is followed by a new one, and the new one logs in", async () => {
    const kinds = await goThrough((step) => {
      if (step.kind !== "code") return;
      if (phone.codes.length === 1) phone.waitTooLong();
      else phone.confirm();
    });
    expect(kinds).toEqual(["code", "expired", "code", "confirmed", "saved"]);
  });

  test("is replaced a limited number of times, and then the login ends by itself", async () => {
    const kinds = await goThrough((step) => step.kind === "code" && phone.waitTooLong());
    expect(phone.codes).toHaveLength(CODES_AT_MOST);
    expect(kinds.at(-1)).toBe("given-up");
    expect(saved).toEqual([]);
  });

  test("is not replaced after the login as a whole has taken too long", async () => {
    const slow = CODE_LIMIT_MS - 1;
    const waiting = goThrough(() => {});
    for (let code = 1; code <= Math.ceil(LOGIN_LIMIT_MS / slow); code += 1) {
      await phone.sees(code);
      await clock.advance(slow);
      phone.waitTooLong();
    }
    expect((await waiting).at(-1)).toBe("given-up");
    expect(phone.codes.length).toBeLessThan(CODES_AT_MOST);
  });
});

test("H3: a login that the phone declines ends at once and shows no other code", async () => {
  const kinds = await goThrough((step) => {
    if (step.kind === "code") phone.scan();
    if (step.kind === "scanned") phone.decline();
  });
  expect(kinds).toEqual(["code", "scanned", "declined"]);
  expect(phone.codes).toHaveLength(1);
  expect(saved).toEqual([]);
});

describe("H4: a login page that never answers", () => {
  const silent = (): LoginDesk => ({ ...desk(), loginByQr: () => new Promise(() => {}) });

  test("does not keep anybody from stopping", async () => {
    const login = qrLogin(silent(), stop.signal).next();
    stop.abort();
    await expect(login).rejects.toMatchObject({ code: "aborted" });
  });

  test("is said to be silent after some seconds, and once a code is there not again", async () => {
    const answered = Promise.withResolvers<void>();
    const late: LoginDesk = {
      ...desk(),
      loginByQr: async (observer, signal) => {
        await answered.promise;
        return await phone.loginByQr({ accountId: "shop" }, observer, signal);
      },
    };
    const steps = qrLogin(late, stop.signal);
    let isFirst = false;
    const first = steps.next().finally(() => {
      isFirst = true;
    });
    await clock.advance(SILENT_MS - 1);
    expect(isFirst).toBe(false);
    await clock.advance(1);
    expect((await first).value).toEqual({ kind: "silent" });
    const second = steps.next();
    answered.resolve();
    expect((await second).value).toMatchObject({ kind: "code" });
    const third = steps.next();
    await clock.advance(SILENT_MS);
    phone.scan();
    expect((await third).value).toMatchObject({ kind: "scanned" });
    await steps.return();
  });

  test("is asked again after a while, and in the end the login fails with the reason", async () => {
    const steps = qrLogin(silent(), stop.signal);
    const first = steps.next();
    await clock.advance(SILENT_MS);
    expect((await first).value).toEqual({ kind: "silent" });
    const second = steps.next();
    await clock.advance(CODE_LIMIT_MS - SILENT_MS);
    expect((await second).value).toMatchObject({ kind: "interrupted", problem: { code: "timeout" } });
    let isOver = false;
    const failed = (async () => {
      for await (const _ of steps);
    })()
      .catch((error: unknown) => error)
      .finally(() => {
        isOver = true;
      });
    while (!isOver) await clock.advance(60_000);
    expect(await failed).toMatchObject({ code: "timeout" });
  });
});

describe("without the network", () => {
  test("the code is replaced after a pause", async () => {
    const interrupted = Promise.withResolvers<void>();
    const waiting = goThrough((step) => {
      if (step.kind === "interrupted") interrupted.resolve();
      if (step.kind !== "code") return;
      if (phone.codes.length === 1) phone.loseNetwork();
      else phone.confirm();
    });
    await interrupted.promise;
    while (clock.sleeping === 0) await Promise.resolve();
    expect(phone.codes).toHaveLength(1);
    await clock.advance(60_000);
    expect(await waiting).toEqual(["code", "interrupted", "code", "confirmed", "saved"]);
  });

  test("the login fails with the reason when it does not come back", async () => {
    let isOver = false;
    const failed = goThrough((step) => step.kind === "code" && phone.loseNetwork())
      .catch((error: unknown) => error)
      .finally(() => {
        isOver = true;
      });
    while (!isOver) await clock.advance(60_000);
    expect(await failed).toMatchObject({ code: "unreachable" });
    expect(phone.codes).toHaveLength(CODES_AT_MOST);
  });
});

describe("whoever stops", () => {
  test("before the scan leaves nothing saved", async () => {
    const stopped = goThrough((step) => step.kind === "code" && stop.abort());
    await expect(stopped).rejects.toMatchObject({ code: "aborted" });
    expect(saved).toEqual([]);
  });

  test("before the scan is not overruled by a phone that confirms later", async () => {
    phone.ignoresAbort = true;
    const stopped = goThrough((step) => step.kind === "code" && stop.abort());
    await expect(stopped).rejects.toMatchObject({ code: "aborted" });
    phone.confirm();
    await clock.advance(1);
    expect(saved).toEqual([]);
    expect(phone.openSessions).toBe(0);
  });

  test("in the moment of the confirmation leaves nothing saved", async () => {
    const stopped = goThrough((step) => {
      if (step.kind !== "code") return;
      phone.confirm();
      stop.abort();
    });
    await expect(stopped).rejects.toMatchObject({ code: "aborted" });
    await clock.advance(1);
    expect(saved).toEqual([]);
    expect(phone.openSessions).toBe(0);
  });

  test("after the confirmation and before it is saved leaves nothing saved", async () => {
    const stopped = goThrough((step) => {
      if (step.kind === "code") phone.confirm();
      if (step.kind === "confirmed") stop.abort();
    });
    await expect(stopped).rejects.toMatchObject({ code: "aborted" });
    expect(saved).toEqual([]);
    expect(phone.openSessions).toBe(0);
  });

  test("by going away leaves nothing saved, even when the phone confirms later", async () => {
    phone.ignoresAbort = true;
    for await (const step of qrLogin(desk(), stop.signal)) {
      expect(step.kind).toBe("code");
      break;
    }
    phone.confirm();
    await clock.advance(1);
    expect(saved).toEqual([]);
    expect(phone.openSessions).toBe(0);
  });

  test("before it has begun asks Zalo for nothing", async () => {
    stop.abort();
    await expect(goThrough(() => {})).rejects.toMatchObject({ code: "aborted" });
    expect(phone.codes).toEqual([]);
  });
});

test("a login that cannot be written down fails, and its session is ended", async () => {
  const full = { ...desk(), save: () => Promise.reject(new Error("disk full")) };
  const login = async () => {
    for await (const step of qrLogin(full, stop.signal)) if (step.kind === "code") phone.confirm();
  };
  await expect(login()).rejects.toThrow("disk full");
  expect(phone.openSessions).toBe(0);
});
