import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { GroupCommit } from "./group-commit.ts";

describe("writes that wait together", () => {
  test("share one transaction", async () => {
    const table = new Table();
    const group = new GroupCommit(table.commit, () => false);
    expect(await Promise.all(["a", "b", "c"].map((name) => group.run(table.add(name))))).toEqual([1, 2, 3]);
    expect(table.transactions).toEqual([["a", "b", "c"]]);
  });

  test("while a commit is under way form the next group", async () => {
    const table = new Table();
    const group = new GroupCommit(table.commit, () => false);
    table.pause = Promise.withResolvers<void>();
    const first = group.run(table.add("a"));
    await nextTurn();
    const others = [group.run(table.add("b")), group.run(table.add("c"))];
    table.pause.resolve();
    await Promise.all([first, ...others]);
    expect(table.transactions).toEqual([["a"], ["b", "c"]]);
  });

  test("do not fail because one of them does", async () => {
    const table = new Table();
    const group = new GroupCommit(table.commit, () => false);
    const answers = await Promise.allSettled([
      group.run(table.add("a")),
      group.run(table.refuse("bad")),
      group.run(table.add("c")),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(table.rows).toEqual(["a", "c"]);
  });

  test("all fail at once, without a second try, when the error would meet each of them", async () => {
    const table = new Table();
    const group = new GroupCommit(table.commit, () => true);
    const answers = await Promise.allSettled([
      group.run(table.add("a")),
      group.run(table.refuse("locked")),
      group.run(table.add("c")),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
    expect(table.rows).toEqual([]);
    expect(await group.run(table.add("d"))).toBe(1);
  });
});

/** A table whose transactions either keep everything or nothing. */
class Table {
  rows: string[] = [];
  transactions: string[][] = [];
  pause: PromiseWithResolvers<void> | undefined;

  add(name: string) {
    return () => this.rows.push(name);
  }

  refuse(name: string) {
    return () => {
      this.rows.push(name);
      throw new Error(name);
    };
  }

  readonly commit = async <T>(work: () => T): Promise<T> => {
    const before = [...this.rows];
    await this.pause?.promise;
    try {
      const result = work();
      this.transactions.push(this.rows.slice(before.length));
      return result;
    } catch (error) {
      this.rows = before;
      throw error;
    }
  };
}
