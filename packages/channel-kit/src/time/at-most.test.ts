import { expect, test } from "vitest";
import { AtMost } from "./at-most.ts";

test("so many run at once, the others after them in order, failures included", async () => {
  const diary: string[] = [];
  const ends = new Map<string, () => void>();
  const two = new AtMost(2);
  const all = ["a", "b", "c", "d"].map((name) =>
    two.run(async () => {
      diary.push(name);
      await new Promise<void>((resolve) => ends.set(name, resolve));
      if (name === "a") throw new Error("broken");
      return name;
    }),
  );
  const results = Promise.allSettled(all);
  const end = async (name: string) => {
    ends.get(name)?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  await end("");
  expect(diary).toEqual(["a", "b"]);
  await end("a");
  expect(diary).toEqual(["a", "b", "c"]);
  await end("c");
  expect(diary).toEqual(["a", "b", "c", "d"]);
  await end("b");
  await end("d");
  expect((await results).map(({ status }) => status)).toEqual([
    "rejected",
    "fulfilled",
    "fulfilled",
    "fulfilled",
  ]);
  await two.run(async () => diary.push("e"));
  expect(diary.at(-1)).toBe("e");
});
