import type { Admission } from "channel-kit/host/inbox-monitor";
import { ChannelError } from "channel-kit/outcome/channel-error";
import { FakeClock } from "channel-kit/testing/fake-clock";
import { describe, expect, test } from "vitest";
import { type CallResult, readExchange } from "../bot-api/failures.ts";
import { longPoll } from "./long-poll.ts";

const refusal = (error_code: number, description = "No"): CallResult =>
  readExchange("getUpdates", "shop", {
    kind: "json",
    status: 200,
    body: { ok: false, error_code, description },
  });
const updates = (...ids: string[]): CallResult => ({ ok: true, result: ids.map((id) => ({ id })) });
const IDLE = refusal(408);
const WEBHOOK_SET = "You cannot use this API while a webhook is set. Please remove the webhook first";

/** One poll that the receiver has open. */
interface OpenPoll {
  waitSeconds: number;
  signal: AbortSignal;
  answer(result: CallResult): Promise<void>;
}

/** A receiver whose polls the story answers by hand, on a clock that the story moves. */
class Receiving {
  readonly clock = new FakeClock();
  readonly stored: unknown[] = [];
  readonly troubles: ChannelError[] = [];
  alive = 0;
  singlePolls = 0;
  /** What storing does; changed by stories in which it fails. */
  store: (raw: unknown) => Promise<Admission> = async (raw) => {
    this.stored.push(raw);
    return "new";
  };
  readonly open: OpenPoll[] = [];
  readonly #stop = new AbortController();
  readonly done: Promise<unknown>;

  constructor(pollers = 1) {
    this.done = longPoll({
      accountId: "shop",
      pollers,
      getUpdates: (waitSeconds, signal) => this.#poll(waitSeconds, signal),
      append: (raw) => this.store(raw),
      clock: this.clock,
      signal: this.#stop.signal,
      observer: {
        alive: () => {
          this.alive += 1;
        },
        trouble: (error) => this.troubles.push(error),
        singlePoll: () => {
          this.singlePolls += 1;
        },
      },
    }).then(
      () => "stopped",
      (error: unknown) => error,
    );
  }

  #poll(waitSeconds: number, signal: AbortSignal): Promise<CallResult> {
    return new Promise((resolve) => {
      const poll: OpenPoll = {
        waitSeconds,
        signal,
        answer: async (result) => {
          const at = this.open.indexOf(poll);
          if (at !== -1) this.open.splice(at, 1);
          resolve(result);
          await this.clock.advance(0);
        },
      };
      this.open.push(poll);
      const aborted = readExchange("getUpdates", "shop", {
        kind: "no-answer",
        requestLeft: true,
        why: "aborted",
      });
      signal.addEventListener("abort", () => void poll.answer(aborted), { once: true });
    });
  }

  /** Answers the poll that has been open longest. */
  async answer(result: CallResult): Promise<void> {
    const [poll] = this.open;
    if (poll === undefined) throw new Error("No poll is open.");
    await poll.answer(result);
  }

  /** Ends the oldest poll the way the server does when nothing was written: after its whole time. */
  async idle(result = IDLE): Promise<void> {
    const [poll] = this.open;
    await this.clock.advance((poll?.waitSeconds ?? 0) * 1_000);
    await this.answer(result);
  }

  async stop(): Promise<unknown> {
    this.#stop.abort();
    await this.clock.advance(0);
    return await this.done;
  }
}

test("what is handed over is stored, in order, before the next poll is opened", async () => {
  const receiving = new Receiving();
  const { promise: written, resolve } = Promise.withResolvers<void>();
  receiving.store = async (raw) => {
    await written;
    receiving.stored.push(raw);
    return "new";
  };
  await receiving.answer(updates("a", "b"));
  expect(receiving.open).toHaveLength(0);
  resolve();
  await receiving.clock.advance(0);
  expect(receiving.stored).toEqual([{ id: "a" }, { id: "b" }]);
  expect(receiving.open).toHaveLength(1);
  expect(receiving.clock.sleeping).toBe(0);
  expect(await receiving.stop()).toBe("stopped");
});

describe("nothing written is no failure", () => {
  const page = readExchange("getUpdates", "shop", { kind: "unreadable", status: 408, empty: false });
  const empty = readExchange("getUpdates", "shop", { kind: "unreadable", status: 200, empty: true });

  test.each<[string, CallResult]>([
    ["408", IDLE],
    ["an empty object", { ok: true, result: {} }],
    ["an empty list", { ok: true, result: [] }],
    ["an empty body", empty],
    ["a proxy's page", page],
  ])("%s: the next poll is opened at once", async (_, result) => {
    const receiving = new Receiving();
    for (let round = 0; round < 5; round += 1) {
      await receiving.idle(result);
      expect(receiving.open).toHaveLength(1);
    }
    expect(receiving.troubles).toEqual([]);
    expect(receiving.alive).toBe(5);
    await receiving.stop();
  });

  test("an answer that comes at once again and again does not make the receiver spin", async () => {
    const receiving = new Receiving();
    const startedAt = receiving.clock.now();
    for (let polls = 0; polls < 20; polls += 1) {
      await receiving.answer({ ok: true, result: {} });
      expect(receiving.open).toHaveLength(0);
      await receiving.clock.advance(5_000);
      expect(receiving.open).toHaveLength(1);
    }
    expect(receiving.troubles).toEqual([]);
    expect(receiving.clock.now() - startedAt).toBe(100_000);
    await receiving.stop();
  });

  test("the first hasty answers are waited for only a moment, and a held poll ends the waiting", async () => {
    const receiving = new Receiving();
    await receiving.answer(IDLE);
    await receiving.clock.advance(250);
    expect(receiving.open).toHaveLength(1);
    await receiving.idle();
    expect(receiving.open).toHaveLength(1);
    await receiving.stop();
  });
});

describe("two polls", () => {
  test("are kept open at once and do not end together", async () => {
    const receiving = new Receiving(2);
    expect(receiving.open.map(({ waitSeconds }) => waitSeconds)).toEqual([30, 15]);
    await receiving.open[1]?.answer(IDLE);
    await receiving.clock.advance(1_000);
    await receiving.open[0]?.answer(updates("a"));
    expect(receiving.open.map(({ waitSeconds }) => waitSeconds)).toEqual([30, 30]);
    expect(await receiving.stop()).toBe("stopped");
  });

  test("become one when the API refuses the second, and that is said once", async () => {
    const receiving = new Receiving(4);
    const [first, ...others] = [...receiving.open];
    await Promise.all(others.map((other) => other.answer(refusal(409, "Conflict"))));
    expect(receiving.singlePolls).toBe(1);
    expect(receiving.open).toEqual([first]);
    await receiving.answer(updates("a"));
    expect(receiving.stored).toEqual([{ id: "a" }]);
    expect(receiving.open).toHaveLength(1);
    expect(receiving.troubles).toEqual([]);
    expect(await receiving.stop()).toBe("stopped");
  });

  test("become one when they keep ending each other", async () => {
    const receiving = new Receiving(2);
    for (let thefts = 0; thefts < 30 && receiving.singlePolls === 0; thefts += 1) {
      await receiving.answer(IDLE);
      await receiving.clock.advance(1_000);
    }
    expect(receiving.singlePolls).toBe(1);
    await receiving.clock.advance(10_000);
    expect(receiving.open).toHaveLength(1);
    for (let polls = 0; polls < 3; polls += 1) await receiving.idle();
    expect(receiving.open).toHaveLength(1);
    expect(receiving.singlePolls).toBe(1);
    expect(await receiving.stop()).toBe("stopped");
  });

  test("a refusal of the only poll left is a failure that is tried again", async () => {
    const receiving = new Receiving(1);
    await receiving.answer(refusal(409, "Conflict"));
    expect(receiving.troubles).toHaveLength(1);
    await receiving.clock.advance(1_000);
    expect(receiving.open).toHaveLength(1);
    await receiving.stop();
  });
});

describe("failures", () => {
  test("are tried again with growing pauses, without end, and never closer than half a second", async () => {
    const receiving = new Receiving();
    for (let failures = 1; failures <= 40; failures += 1) {
      await receiving.answer(refusal(500, "Internal server error"));
      expect(receiving.troubles).toHaveLength(failures);
      await receiving.clock.advance(499);
      expect(receiving.open).toHaveLength(0);
      await receiving.clock.advance(60_000);
      expect(receiving.open).toHaveLength(1);
    }
    expect(await receiving.stop()).toBe("stopped");
  });

  test("a proxy that cuts silent polls neither alarms nor slows us down", async () => {
    const receiving = new Receiving();
    const cut = readExchange("getUpdates", "shop", { kind: "no-answer", requestLeft: true, why: "broken" });
    for (let times = 0; times < 20; times += 1) {
      await receiving.clock.advance(25_000);
      await receiving.answer(cut);
      await receiving.clock.advance(250);
      expect(receiving.open).toHaveLength(1);
    }
    expect(receiving.troubles).toEqual([]);
    await receiving.stop();
  });

  test("are forgotten by the first answer", async () => {
    const receiving = new Receiving();
    for (let failures = 0; failures < 10; failures += 1) {
      await receiving.answer(refusal(500));
      await receiving.clock.advance(60_000);
    }
    await receiving.idle();
    await receiving.answer(refusal(500));
    await receiving.clock.advance(1_000);
    expect(receiving.open).toHaveLength(1);
    await receiving.stop();
  });

  test("a foreign webhook is explained with what to do", async () => {
    const receiving = new Receiving();
    await receiving.answer(refusal(400, WEBHOOK_SET));
    expect(receiving.troubles[0]).toMatchObject({ code: "misconfigured" });
    expect(receiving.troubles[0]?.message).toContain('Zalo account "shop": a webhook is registered');
    expect(receiving.troubles[0]?.fix).toContain("openclaw zalo webhook remove");
    await receiving.clock.advance(60_000);
    await receiving.answer(updates("after it was removed"));
    expect(receiving.stored).toHaveLength(1);
    await receiving.stop();
  });

  test("a refused token ends all polls and is thrown", async () => {
    const receiving = new Receiving(3);
    await receiving.open[1]?.answer(refusal(401, "Unauthorized"));
    expect(await receiving.done).toMatchObject({ code: "unauthorized" });
    expect(receiving.open).toEqual([]);
    expect(receiving.clock.sleeping).toBe(0);
  });
});

describe("storing", () => {
  test.each<[string, Admission]>([
    ["a message that is already known", "duplicate"],
    ["an event without a message, which is not stored and so never known,", "ignored"],
  ])("%s is not asked for again at once", async (_, admission) => {
    const receiving = new Receiving();
    receiving.store = async () => admission;
    await receiving.answer(updates("a"));
    expect(receiving.open).toHaveLength(0);
    await receiving.clock.advance(999);
    expect(receiving.open).toHaveLength(0);
    await receiving.clock.advance(1);
    expect(receiving.open).toHaveLength(1);
    await receiving.stop();
  });

  test("a known message beside a new one does not hold the next poll up", async () => {
    const receiving = new Receiving();
    receiving.store = async (raw) => (JSON.stringify(raw).includes("old") ? "duplicate" : "new");
    await receiving.answer(updates("old", "new"));
    expect(receiving.open).toHaveLength(1);
    await receiving.stop();
  });

  test("an update that cannot be stored is held and tried again until it is, and nothing is asked for", async () => {
    const receiving = new Receiving();
    let full = true;
    receiving.store = async (raw) => {
      if (full) throw new Error("disk full");
      receiving.stored.push(raw);
      return "new";
    };
    await receiving.answer(updates("a", "b"));
    await receiving.clock.advance(120_000);
    expect(receiving.open).toHaveLength(0);
    expect(receiving.troubles.length).toBeGreaterThan(5);
    expect(receiving.troubles[0]).toMatchObject({ code: "storage" });
    expect(receiving.troubles[0]?.message).toContain('Zalo account "shop"');
    full = false;
    await receiving.clock.advance(10_000);
    expect(receiving.stored).toEqual([{ id: "a" }, { id: "b" }]);
    expect(receiving.open).toHaveLength(1);
    await receiving.stop();
  });

  test("other polls go on while one holds an update that cannot be stored", async () => {
    const receiving = new Receiving(2);
    receiving.store = async () => {
      throw new ChannelError("storage", "locked");
    };
    await receiving.answer(updates("a"));
    expect(receiving.open).toHaveLength(1);
    await receiving.stop();
  });
});

describe("stopping", () => {
  test("open polls are cut off", async () => {
    const receiving = new Receiving(2);
    const signals = receiving.open.map(({ signal }) => signal);
    expect(await receiving.stop()).toBe("stopped");
    expect(signals.every(({ aborted }) => aborted)).toBe(true);
    expect(receiving.troubles).toEqual([]);
  });

  test("a pause is cut short", async () => {
    const receiving = new Receiving();
    await receiving.answer(refusal(500));
    expect(receiving.clock.sleeping).toBe(1);
    expect(await receiving.stop()).toBe("stopped");
    expect(receiving.clock.sleeping).toBe(0);
  });

  test("an update that is in hand is stored first", async () => {
    const receiving = new Receiving();
    const { promise: disk, resolve } = Promise.withResolvers<void>();
    receiving.store = async (raw) => {
      await disk;
      receiving.stored.push(raw);
      return "new";
    };
    await receiving.answer(updates("a", "b"));
    const stopped = receiving.stop();
    resolve();
    expect(await stopped).toBe("stopped");
    expect(receiving.stored).toEqual([{ id: "a" }, { id: "b" }]);
  });

  test("it is not hidden that an update in hand could not be stored", async () => {
    const receiving = new Receiving();
    receiving.store = async () => {
      throw new ChannelError("storage", "disk full");
    };
    await receiving.answer(updates("a"));
    expect(await receiving.stop()).toMatchObject({ code: "storage" });
  });
});
