import { describe, expect, test } from "vitest";
import { ChannelError, type ChannelErrorCode } from "../outcome/channel-error.ts";
import type { Delivery } from "../outcome/delivery.ts";
import type { Permit } from "../pace/paced-message.ts";
import { FakeClock } from "../testing/fake-clock.ts";
import type { OutgoingText, Piece } from "./answer-record.ts";
import { type SendPiecesOptions, sendPieces } from "./send-pieces.ts";

/** What the platform does with one request: what it tells us, and whether people see the message. */
type Reaction = "accept" | "lose-answer" | "lose-request" | ChannelErrorCode | ChannelError;

/** A platform whose next reactions the story writes down; it accepts when it has none left. */
class Platform {
  readonly clock = new FakeClock();
  /** What people see. */
  readonly shown: string[] = [];
  /** Each request with the time at which it came, counted from the beginning. */
  readonly requests: { text: string; atMs: number }[] = [];
  /** What was on disk when each request left. */
  readonly onDiskAtRequest: Piece["state"][] = [];
  readonly troubles: string[] = [];
  readonly stop = new AbortController();
  readonly #startedAt = this.clock.now();
  readonly #reactions: Reaction[];
  disk: Piece[];

  constructor(texts: readonly (string | Piece)[], reactions: readonly Reaction[] = []) {
    this.disk = texts.map((one) => (typeof one === "string" ? { text: one, state: "waiting" } : one));
    this.#reactions = [...reactions];
  }

  async #send(text: string): Promise<Delivery> {
    this.requests.push({ text, atMs: this.clock.now() - this.#startedAt });
    this.onDiskAtRequest.push(this.disk.find((piece) => piece.text === text)?.state ?? "waiting");
    const reaction = this.#reactions.shift() ?? "accept";
    const doubt = new ChannelError("timeout", "No answer came.");
    if (reaction === "lose-request") return { kind: "unknown", error: doubt };
    if (reaction === "accept" || reaction === "lose-answer") {
      this.shown.push(text);
      if (reaction === "lose-answer") return { kind: "unknown", error: doubt };
      return { kind: "sent", messageId: `id-${this.shown.length}` };
    }
    const error = typeof reaction === "string" ? new ChannelError(reaction, `Said ${reaction}.`) : reaction;
    return { kind: "not-sent", error };
  }

  /** Sends what is on disk, letting time pass as needed. */
  async run(options: Partial<Pick<SendPiecesOptions, "unknownSends" | "deadlineAt" | "admit">> = {}) {
    let settled = false;
    const outcome = sendPieces(this.disk, {
      send: ({ text }) => this.#send(text),
      save: async (index, piece) => {
        this.disk = this.disk.map((old, at) => (at === index ? piece : old));
      },
      unknownSends: "repeat",
      clock: this.clock,
      signal: this.stop.signal,
      deadlineAt: Number.POSITIVE_INFINITY,
      onTrouble: (error, kind) => this.troubles.push(`${kind}: ${error.code}`),
      ...options,
    }).then(
      (report) => ({ report, error: undefined }),
      (error: unknown) => ({ report: undefined, error }),
    );
    void outcome.then(() => {
      settled = true;
    });
    while (!settled) await this.clock.advance(100);
    return await outcome;
  }

  states = () => this.disk.map(({ state }) => state);
}

describe("what goes well", () => {
  test("pieces go out in order, each once, and their ids come back in order", async () => {
    const platform = new Platform(["một", "hai", "ba"]);
    const { report } = await platform.run();
    expect(platform.shown).toEqual(["một", "hai", "ba"]);
    expect(report).toEqual({ messageIds: ["id-1", "id-2", "id-3"], possibleDoubles: 0, unconfirmed: 0 });
    expect(platform.states()).toEqual(["sent", "sent", "sent"]);
  });

  test("each piece is on disk as attempting before its request leaves", async () => {
    const platform = new Platform(["một", "hai"]);
    await platform.run();
    expect(platform.onDiskAtRequest).toEqual(["attempting", "attempting"]);
  });

  test("what an earlier process has sent is not sent again and keeps its id", async () => {
    const platform = new Platform([{ text: "một", state: "sent", messageId: "old" }, "hai"]);
    const { report } = await platform.run();
    expect(platform.shown).toEqual(["hai"]);
    expect(report?.messageIds).toEqual(["old", "id-1"]);
  });

  test("nothing to send is no work", async () => {
    const platform = new Platform([]);
    expect((await platform.run()).report).toEqual({ messageIds: [], possibleDoubles: 0, unconfirmed: 0 });
  });
});

describe("a send that certainly failed", () => {
  test.each<Reaction>(["rate-limited", "unreachable", "timeout", "bad-response"])(
    "%s is tried again until it is accepted, and shown once",
    async (reaction) => {
      const platform = new Platform(["một", "hai"], Array<Reaction>(8).fill(reaction));
      const { report } = await platform.run();
      expect(platform.shown).toEqual(["một", "hai"]);
      expect(platform.requests).toHaveLength(10);
      expect(report).toMatchObject({ messageIds: ["id-1", "id-2"], possibleDoubles: 0 });
      expect(platform.troubles).toEqual(Array(8).fill(`not-sent: ${String(reaction)}`));
    },
  );

  test("the pauses grow to a minute and no further", async () => {
    const platform = new Platform(["một"], Array<Reaction>(12).fill("rate-limited"));
    await platform.run();
    const times = platform.requests.map(({ atMs }) => atMs);
    const pauses = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    expect(pauses[0]).toBeLessThanOrEqual(1_100);
    for (const pause of pauses.slice(-3)) {
      expect(pause).toBeGreaterThanOrEqual(30_000);
      expect(pause).toBeLessThanOrEqual(60_100);
    }
  });

  test("the pause that the platform asks for is kept", async () => {
    const asked = new ChannelError("rate-limited", "Slow down.", { retryAfterMs: 90_000 });
    const platform = new Platform(["một"], [asked]);
    await platform.run();
    expect(platform.requests[1]?.atMs).toBeGreaterThanOrEqual(90_000);
  });

  test("it is waiting on disk while it waits, so that a crash then does not look like a doubt", async () => {
    const platform = new Platform(["một"], ["rejected"]);
    await platform.run();
    expect(platform.states()).toEqual(["waiting"]);
  });

  test("at the deadline it is given up with the platform's last word, and nothing after it is sent", async () => {
    const platform = new Platform(["một", "hai"], ["accept", ...Array<Reaction>(50).fill("rate-limited")]);
    const { error } = await platform.run({ deadlineAt: platform.clock.now() + 20_000 });
    expect(error).toMatchObject({ code: "rate-limited" });
    expect(platform.shown).toEqual(["một"]);
    expect(platform.states()).toEqual(["sent", "waiting"]);
    expect(platform.requests.at(-1)?.atMs).toBeLessThanOrEqual(20_000);
  });

  test.each<Reaction>(["rejected", "unauthorized", "misconfigured"])(
    "%s is not tried again, and nothing after it is sent",
    async (reaction) => {
      const platform = new Platform(["một", "hai", "ba"], ["accept", reaction]);
      const { error } = await platform.run();
      expect(error).toMatchObject({ code: reaction });
      expect(platform.shown).toEqual(["một"]);
      expect(platform.states()).toEqual(["sent", "waiting", "waiting"]);
    },
  );
});

describe("a send that may have been accepted", () => {
  test("is repeated once after a pause, and counted as a possible double", async () => {
    const platform = new Platform(["một", "hai"], ["lose-answer"]);
    const { report } = await platform.run();
    expect(platform.shown).toEqual(["một", "một", "hai"]);
    expect(report).toMatchObject({ possibleDoubles: 1, unconfirmed: 0 });
    expect(platform.requests[1]?.atMs).toBeGreaterThanOrEqual(2_000);
    expect(platform.disk[0]).toMatchObject({ state: "sent", possibleDouble: true });
    expect(platform.troubles).toEqual(["unknown: timeout"]);
  });

  test("is not lost when the request never arrived", async () => {
    const platform = new Platform(["một"], ["lose-request"]);
    await platform.run();
    expect(platform.shown).toEqual(["một"]);
  });

  test("is never sent a third time", async () => {
    const platform = new Platform(["một", "hai"], ["lose-answer", "lose-answer"]);
    const { report } = await platform.run();
    expect(platform.shown).toEqual(["một", "một", "hai"]);
    expect(report).toMatchObject({ possibleDoubles: 1, unconfirmed: 1, messageIds: ["id-3"] });
    expect(platform.states()).toEqual(["unknown", "sent"]);
  });

  test("is not repeated when the operator wants it held, and what follows still goes out", async () => {
    const platform = new Platform(["một", "hai"], ["lose-answer"]);
    const { report } = await platform.run({ unknownSends: "hold" });
    expect(platform.shown).toEqual(["một", "hai"]);
    expect(report).toMatchObject({ possibleDoubles: 0, unconfirmed: 1 });
    expect(platform.states()).toEqual(["unknown", "sent"]);
  });

  test("a refusal of the repetition is certain only of the repetition: it is tried until it is accepted", async () => {
    const platform = new Platform(["một"], ["lose-request", "rate-limited", "rate-limited"]);
    const { report } = await platform.run();
    expect(platform.shown).toEqual(["một"]);
    expect(report?.messageIds).toHaveLength(1);
  });

  test("what stands on disk as unknown is left alone", async () => {
    const platform = new Platform([{ text: "một", state: "unknown" }, "hai"]);
    const { report } = await platform.run();
    expect(platform.shown).toEqual(["hai"]);
    expect(report).toMatchObject({ unconfirmed: 1 });
  });
});

describe("a process that died while a request was under way", () => {
  test("has the piece repeated once, after a pause, as a possible double", async () => {
    const platform = new Platform([{ text: "một", state: "attempting" }, "hai"]);
    const { report } = await platform.run();
    expect(platform.shown).toEqual(["một", "hai"]);
    expect(platform.requests[0]?.atMs).toBeGreaterThanOrEqual(2_000);
    expect(report).toMatchObject({ possibleDoubles: 1 });
  });

  test("a second such death is one too many: it is not sent again", async () => {
    const platform = new Platform([{ text: "một", state: "attempting", possibleDouble: true }, "hai"]);
    const { report } = await platform.run();
    expect(platform.shown).toEqual(["hai"]);
    expect(report).toMatchObject({ unconfirmed: 1 });
  });

  test("with hold it is not sent again at all", async () => {
    const platform = new Platform([{ text: "một", state: "attempting" }]);
    const { report } = await platform.run({ unknownSends: "hold" });
    expect(platform.shown).toEqual([]);
    expect(report).toMatchObject({ unconfirmed: 1 });
    expect(platform.states()).toEqual(["unknown"]);
  });
});

describe("being stopped", () => {
  test("before anything: nothing leaves and nothing is written", async () => {
    const platform = new Platform(["một"]);
    platform.stop.abort();
    const { error } = await platform.run();
    expect(error).toMatchObject({ code: "aborted" });
    expect(platform.requests).toEqual([]);
    expect(platform.states()).toEqual(["waiting"]);
  });

  test("in a pause: the pause ends and the piece waits on disk", async () => {
    const platform = new Platform(["một"], Array<Reaction>(50).fill("rate-limited"));
    const running = platform.run();
    await platform.clock.advance(10_000);
    platform.stop.abort();
    const { error } = await running;
    expect(error).toMatchObject({ code: "aborted" });
    expect(platform.states()).toEqual(["waiting"]);
  });

  test("in the pause after a doubt: the doubt stays on disk", async () => {
    const platform = new Platform(["một"], ["lose-answer"]);
    const running = platform.run();
    await platform.clock.advance(500);
    platform.stop.abort();
    expect((await running).error).toMatchObject({ code: "aborted" });
    expect(platform.states()).toEqual(["attempting"]);
  });
});

test("a piece that cannot be written down is not sent", async () => {
  const sent: string[] = [];
  const sending = sendPieces([{ text: "một", state: "waiting" }], {
    send: async ({ text }) => {
      sent.push(text);
      return { kind: "sent", messageId: "id" };
    },
    save: async () => {
      throw new ChannelError("storage", "disk full");
    },
    unknownSends: "repeat",
    clock: new FakeClock(),
    signal: new AbortController().signal,
    deadlineAt: Number.POSITIVE_INFINITY,
  });
  await expect(sending).rejects.toMatchObject({ code: "storage" });
  expect(sent).toEqual([]);
});

test("a formatted piece is handed over with its plain form, and the same one is written down", async () => {
  const handedOver: OutgoingText[] = [];
  const written: Piece[] = [];
  await sendPieces([{ text: "**một**", plain: "một", state: "waiting" }], {
    send: async ({ text, plain }) => {
      handedOver.push({ text, ...(plain === undefined ? {} : { plain }) });
      return { kind: "sent", messageId: "id" };
    },
    save: async (_, piece) => {
      written.push(piece);
    },
    unknownSends: "repeat",
    clock: new FakeClock(),
    signal: new AbortController().signal,
    deadlineAt: Number.POSITIVE_INFINITY,
  });
  expect(handedOver).toEqual([{ text: "**một**", plain: "một" }]);
  expect(written.at(-1)).toEqual({ text: "**một**", plain: "một", state: "sent", messageId: "id" });
});

describe("an account that may not always send", () => {
  /** Lets out as the story says; says what the account learned, and when it was free for the next message. */
  function pacing(refusals: readonly (ChannelError | undefined)[] = []) {
    const log: string[] = [];
    const queue = [...refusals];
    const admit = async (): Promise<Permit> => {
      const refusal = queue.shift();
      if (refusal !== undefined) throw refusal;
      log.push("let out");
      return {
        learned: ({ kind }) => log.push(kind),
        [Symbol.dispose]: () => log.push("free"),
      };
    };
    return { log, admit };
  }

  test("each try asks first, tells what became of it, and is out of the way before the pause", async () => {
    const { log, admit } = pacing();
    const platform = new Platform(["một"], ["rate-limited"]);
    await platform.run({ admit });
    expect(log).toEqual(["let out", "not-sent", "free", "let out", "sent", "free"]);
  });

  test("what is held back was not tried: it stands as it was, and nothing after it is sent", async () => {
    const held = new ChannelError("rate-limited", "Held back.", { retryAfterMs: 60_000 });
    const { admit } = pacing([undefined, held]);
    const platform = new Platform(["một", "hai", "ba"]);
    const { error } = await platform.run({ admit });
    expect(error).toBe(held);
    expect(platform.shown).toEqual(["một"]);
    expect(platform.states()).toEqual(["sent", "waiting", "waiting"]);
    await platform.run();
    expect(platform.shown).toEqual(["một", "hai", "ba"]);
  });

  test("a repetition that is held back is still to be made", async () => {
    const held = new ChannelError("rate-limited", "Held back.");
    const platform = new Platform([{ text: "một", state: "attempting" }]);
    await platform.run({ admit: pacing([held]).admit });
    expect(platform.disk).toEqual([{ text: "một", state: "attempting" }]);
    const { report } = await platform.run({ admit: pacing().admit });
    expect(platform.shown).toEqual(["một"]);
    expect(report).toMatchObject({ possibleDoubles: 1, unconfirmed: 0 });
  });
});
