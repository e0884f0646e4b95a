import { ChannelError } from "channel-kit/outcome/channel-error";
import { FakeClock } from "channel-kit/testing/fake-clock";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Session, SessionEvent } from "../session/port.ts";
import { MemorySession } from "../testing/memory-session.ts";
import { FLOWERS, messageEvent } from "../testing/wire-messages.ts";
import { keepConnected } from "./connection.ts";

const MINUTE_MS = 60_000;
const unreachable = new ChannelError("unreachable", "Zalo cannot be reached.");
const unauthorized = new ChannelError("unauthorized", "Zalo has ended this login.");

let clock: FakeClock;
let stop: AbortController;
let session: MemorySession;
let logins: number;
let refusesLogin: ChannelError | undefined;
let seen: string[];
let events: SessionEvent[];
let giveUp: (error: ChannelError) => void;
let known: string | undefined;
let running: Promise<void>;
let failed: unknown;

beforeEach(() => {
  clock = new FakeClock(Date.UTC(2026, 10, 2));
  stop = new AbortController();
  session = new MemorySession();
  logins = 0;
  refusesLogin = undefined;
  seen = [];
  events = [];
  known = undefined;
  failed = undefined;
});
afterEach(async () => {
  stop.abort();
  await running;
});

const turn = () => clock.advance(0);

async function start(): Promise<void> {
  running = keepConnected({
    accountId: "shop",
    clock,
    signal: stop.signal,
    random: () => 1,
    turn: async () => {},
    login: async (): Promise<Session> => {
      logins += 1;
      if (refusesLogin !== undefined) throw refusesLogin;
      return session;
    },
    event: (event) => events.push(event),
    lastKnown: async () => known,
    opened: (close) => {
      giveUp = close;
    },
    observer: {
      connecting: () => {},
      ready: () => seen.push("ready"),
      lost: (error, retryInMs) => seen.push(`${error.code} ${retryInMs}`),
      yielded: (to, until) => seen.push(`${to} ${(until - clock.now()) / MINUTE_MS} min`),
      badFrame: () => seen.push("bad frame"),
      trouble: (error) => seen.push(`trouble ${error.code}`),
    },
  }).catch((error: unknown) => {
    failed = error;
  });
  await turn();
}

const drop = async (code = 1006) => {
  session.socket.end({ why: "dropped", code });
  await turn();
};

describe("what breaks is tried again", () => {
  test("R5: a drop that Zalo lists nowhere leads to another socket, after a pause that grows", async () => {
    await start();
    await drop();
    await clock.advance(1_000);
    await drop();
    await clock.advance(2_000);
    expect(session.sockets).toHaveLength(3);
    expect(seen).toEqual(["ready", "unreachable 1000", "ready", "unreachable 2000", "ready"]);
    expect(logins).toBe(1);
  });

  test("R4: tries are not counted over a life: a thousand drops later there is a socket", async () => {
    await start();
    for (let at = 0; at < 1_000; at += 1) {
      await clock.advance(2 * MINUTE_MS);
      await drop();
      await clock.advance(MINUTE_MS);
    }
    expect(session.socket.hasEnded).toBe(false);
    expect(new Set(seen)).toEqual(new Set(["ready", "unreachable 1000"]));
  });

  test("an outage of half an hour ends one step after the network is back", async () => {
    await start();
    session.failing.set("openSocket", unreachable);
    refusesLogin = unreachable;
    await drop();
    await clock.advance(30 * MINUTE_MS);
    session.failing.clear();
    refusesLogin = undefined;
    await clock.advance(MINUTE_MS);
    expect(session.socket.hasEnded).toBe(false);
  });

  test("a session that cannot be connected for long is taken up anew, for Zalo may have moved", async () => {
    await start();
    session.failing.set("openSocket", unreachable);
    await drop();
    await clock.advance(5 * MINUTE_MS);
    expect(logins).toBeGreaterThan(1);
  });

  test("what cannot be written down closes the socket, and comes again", async () => {
    await start();
    giveUp(new ChannelError("storage", "The disk is full."));
    await turn();
    expect(seen).toEqual(["ready", "storage 1000"]);
    await clock.advance(1_000);
    expect(session.sockets).toHaveLength(2);
  });
});

describe("whether the other side is there", () => {
  test("H6: a half-open socket is noticed within a minute", async () => {
    await start();
    session.socket.answersPings = false;
    session.socket.endsWhenClosed = false;
    await clock.advance(MINUTE_MS);
    expect(session.sockets).toHaveLength(1);
    expect(seen).toEqual(["ready", "timeout 1000", ...seen.slice(2)]);
  });

  test("H7: a closed socket whose other side says nothing is left to itself", async () => {
    await start();
    session.socket.endsWhenClosed = false;
    stop.abort();
    await clock.advance(2_000);
    await running;
    expect(failed).toBeUndefined();
  });

  test("S3: Zalo is told every two minutes that the session is in use", async () => {
    await start();
    await clock.advance(10 * MINUTE_MS);
    expect(session.callsOf("keepAlive")).toHaveLength(5);
    session.failing.set("keepAlive", unreachable);
    await clock.advance(2 * MINUTE_MS);
    expect(seen).toEqual(["ready", "trouble unreachable"]);
  });

  test("bad frames are counted, and harm nothing", async () => {
    await start();
    session.socket.bringsBadFrame();
    session.socket.brings(messageEvent());
    expect(seen).toEqual(["ready", "bad frame"]);
  });
});

describe("the owner goes first", () => {
  test("R11: after Zalo Web was opened the account stays away for a quarter of an hour, then for longer", async () => {
    await start();
    for (const minutes of [15, 30, 60, 120, 240, 240]) {
      session.socket.end({ why: "duplicate", code: 3000 });
      await turn();
      expect(seen.at(-1)).toBe(`duplicate ${minutes} min`);
      const sockets = session.sockets.length;
      await clock.advance(minutes * MINUTE_MS - 1);
      expect(session.sockets).toHaveLength(sockets);
      await clock.advance(1);
      expect(session.sockets).toHaveLength(sockets + 1);
    }
  });

  test("an owner who left the account alone for an hour is given way to for a quarter of an hour again", async () => {
    await start();
    session.socket.end({ why: "kicked", code: 3003 });
    await clock.advance(15 * MINUTE_MS);
    await clock.advance(61 * MINUTE_MS);
    session.socket.end({ why: "kicked", code: 3003 });
    await turn();
    expect(seen.filter((what) => what.startsWith("kicked"))).toEqual(["kicked 15 min", "kicked 15 min"]);
  });
});

describe("a login that is over", () => {
  test("is taken up once more, and then blocks the account", async () => {
    await start();
    session.failing.set("keepAlive", unauthorized);
    await clock.advance(2 * MINUTE_MS);
    expect(seen).toEqual(["ready", "unauthorized 1000"]);
    refusesLogin = unauthorized;
    await clock.advance(1_000);
    await running;
    expect(failed).toBe(unauthorized);
    expect(logins).toBe(2);
  });

  test("blocks the account also when Zalo takes the login and then refuses the session", async () => {
    session.failing.set("openSocket", unauthorized);
    await start();
    await clock.advance(1_000);
    await running;
    expect(failed).toBe(unauthorized);
  });

  test("nothing else ever stops retrying", async () => {
    refusesLogin = new ChannelError("bad-response", "Zalo answered with a page.");
    await start();
    await clock.advance(24 * 60 * MINUTE_MS);
    expect(failed).toBeUndefined();
    refusesLogin = undefined;
    await clock.advance(MINUTE_MS);
    expect(session.socket.hasEnded).toBe(false);
  });
});

describe("stopping", () => {
  test("R3: an account that is stopped while it waits does not come back", async () => {
    await start();
    await drop();
    stop.abort();
    await running;
    await clock.advance(60 * MINUTE_MS);
    expect(session.sockets).toHaveLength(1);
    expect(clock.sleeping).toBe(0);
  });

  test("R2: an account that is stopped while its socket opens lets go of it, and opens no other", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const open = session.openSocket.bind(session);
    session.openSocket = async (handlers) => {
      await promise;
      return await open(handlers, new AbortController().signal);
    };
    await start();
    stop.abort();
    resolve();
    await running;
    await clock.advance(60 * MINUTE_MS);
    expect(session.sockets.map(({ hasEnded }) => hasEnded)).toEqual([true]);
    expect(clock.sleeping).toBe(0);
  });

  test("R6: the end of its own socket is no reason to log in again", async () => {
    await start();
    stop.abort();
    await running;
    expect(logins).toBe(1);
    expect(session.sockets).toHaveLength(1);
    expect(clock.sleeping).toBe(0);
  });
});

describe("what was missed", () => {
  const say = (content: string, at: number, over: object = {}) =>
    messageEvent({ content, msgId: String(1_000 + at), ts: String(clock.now() + at), ...over });
  const contents = () => events.map((event) => (event.kind === "message" ? event.message.content : ""));

  test("R7: is asked for on every connection, from the last message that is known", async () => {
    known = "1001";
    await start();
    expect(session.socket.askedOld).toEqual([
      { kind: "direct", after: "1001" },
      { kind: "group", after: "1001" },
    ]);
  });

  test("comes before what is new, each kind of chat for itself", async () => {
    known = "1000";
    session.past.push(say("hai", 2), say("một", 1));
    await start();
    session.socket.brings(say("ba", 3));
    session.socket.brings(messageEvent({ content: "nhóm" }, FLOWERS));
    expect(events).toEqual([]);
    await clock.advance(3_000);
    expect(contents()).toHaveLength(4);
    expect(contents().filter((content) => content !== "nhóm")).toEqual(["một", "hai", "ba"]);
  });

  test("holds up nothing for long when Zalo says nothing of it", async () => {
    known = "1000";
    await start();
    session.socket.brings(say("ba", 3));
    await clock.advance(1_900);
    expect(events).toEqual([]);
    await clock.advance(200);
    expect(contents()).toEqual(["ba"]);
  });

  test("still comes first when the socket ends before it has come", async () => {
    known = "1000";
    await start();
    session.socket.brings(say("ba", 3));
    await drop();
    session.past.push(say("một", 1), say("hai", 2));
    await clock.advance(4_000);
    expect(contents()).toEqual(["một", "hai", "ba"]);
  });

  test("nothing waits for it for longer than half a minute", async () => {
    known = "1000";
    await start();
    session.failing.set("openSocket", unreachable);
    session.socket.brings(say("ba", 3));
    await drop();
    await clock.advance(29_000);
    expect(contents()).toEqual([]);
    await clock.advance(2_000);
    expect(contents()).toEqual(["ba"]);
  });

  test("an account that stops lets through what waits", async () => {
    known = "1000";
    await start();
    session.socket.brings(say("ba", 3));
    stop.abort();
    await running;
    expect(contents()).toEqual(["ba"]);
  });

  test("an account that knows nothing yet lets nothing wait", async () => {
    await start();
    session.socket.brings(say("một", 1));
    expect(contents()).toEqual(["một"]);
  });
});
