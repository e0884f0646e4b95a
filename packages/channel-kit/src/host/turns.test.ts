import { describe, expect, test } from "vitest";
import { KeyedTurns } from "./keyed-turns.ts";
import { ProcessTurns } from "./process-turns.ts";

/** Work that the story ends by hand, and a diary of what began and ended. */
class Diary {
  readonly lines: string[] = [];
  readonly #ends = new Map<string, { resolve(): void; reject(error: Error): void }>();

  work = (name: string) => async (): Promise<string> => {
    this.lines.push(`${name} begins`);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#ends.set(name, { resolve, reject });
    try {
      await promise;
    } finally {
      this.lines.push(`${name} ends`);
    }
    return name;
  };

  async end(name: string, error?: Error): Promise<void> {
    const work = this.#ends.get(name);
    if (error === undefined) work?.resolve();
    else work?.reject(error);
    await settle();
  }
}

/** Lets everything that is due run. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe("turns by key", () => {
  test("one at a time per key, in the order in which they came", async () => {
    const turns = new KeyedTurns();
    const diary = new Diary();
    const all = ["a", "b", "c"].map((name) => turns.run("alice", diary.work(name)));
    await settle();
    expect(diary.lines).toEqual(["a begins"]);
    for (const name of ["a", "b", "c"]) await diary.end(name);
    expect(diary.lines).toEqual(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
    expect(await Promise.all(all)).toEqual(["a", "b", "c"]);
  });

  test("who comes while the second is at work waits for it, not only for the first", async () => {
    const turns = new KeyedTurns();
    const diary = new Diary();
    const all = ["a", "b"].map((name) => turns.run("alice", diary.work(name)));
    await settle();
    await diary.end("a");
    all.push(turns.run("alice", diary.work("c")));
    await settle();
    expect(diary.lines).toEqual(["a begins", "a ends", "b begins"]);
    expect(turns.isBusy("alice")).toBe(true);
    await diary.end("b");
    await diary.end("c");
    expect(await Promise.all(all)).toEqual(["a", "b", "c"]);
    expect(turns.isBusy("alice")).toBe(false);
  });

  test("keys do not wait for each other", async () => {
    const turns = new KeyedTurns();
    const diary = new Diary();
    const all = ["alice", "bình"].map((key) => turns.run(key, diary.work(key)));
    await settle();
    expect(diary.lines).toEqual(["alice begins", "bình begins"]);
    await diary.end("bình");
    await diary.end("alice");
    await Promise.all(all);
  });

  test("work that fails lets the next one in, and only its own caller hears of it", async () => {
    const turns = new KeyedTurns();
    const diary = new Diary();
    const first = turns.run("alice", diary.work("a"));
    const failed = expect(first).rejects.toThrow("broken");
    const second = turns.run("alice", diary.work("b"));
    await settle();
    await diary.end("a", new Error("broken"));
    expect(diary.lines.at(-1)).toBe("b begins");
    await diary.end("b");
    await failed;
    expect(await second).toBe("b");
  });
});

describe("turns of one process", () => {
  test("an event that is handed in again waits for its first run, then runs", async () => {
    const turns = new ProcessTurns();
    const diary = new Diary();
    const first = turns.once("shop", "e1", diary.work("first"));
    const second = turns.once("shop", "e1", diary.work("second"));
    await settle();
    expect(diary.lines).toEqual(["first begins"]);
    await diary.end("first");
    expect(diary.lines.at(-1)).toBe("second begins");
    await diary.end("second");
    expect(await Promise.all([first, second])).toEqual(["first", "second"]);
  });

  test("however the first run ends", async () => {
    const turns = new ProcessTurns();
    const diary = new Diary();
    const failed = expect(turns.once("shop", "e1", diary.work("first"))).rejects.toThrow("stopped");
    const second = turns.once("shop", "e1", diary.work("second"));
    await settle();
    await diary.end("first", new Error("stopped"));
    await diary.end("second");
    await failed;
    expect(await second).toBe("second");
  });

  test("three of a kind still run one at a time", async () => {
    const turns = new ProcessTurns();
    const diary = new Diary();
    const all = ["a", "b", "c"].map((name) => turns.once("shop", "e1", diary.work(name)));
    await settle();
    for (let left = 3; left > 0; left -= 1) {
      const running = diary.lines.filter((line) => line.endsWith("begins")).length;
      const ended = diary.lines.filter((line) => line.endsWith("ends")).length;
      expect(running - ended).toBe(1);
      await diary.end(diary.lines.at(-1)?.split(" ")[0] ?? "");
    }
    expect((await Promise.all(all)).toSorted()).toEqual(["a", "b", "c"]);
  });

  test("other events and other accounts are not waited for", async () => {
    const turns = new ProcessTurns();
    const diary = new Diary();
    const names = ["shop e1", "shop e2", "clinic e1"];
    const all = names.map((name) => {
      const [account = "", event = ""] = name.split(" ");
      return turns.once(account, event, diary.work(name));
    });
    await settle();
    expect(diary.lines).toEqual(names.map((name) => `${name} begins`));
    for (const name of names) await diary.end(name);
    await Promise.all(all);
  });
});
