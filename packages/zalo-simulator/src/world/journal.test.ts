import { expect, test } from "vitest";
import { Journal } from "./journal.ts";

const open = () => new AbortController().signal;
const typing = (chatId: string) => ({ kind: "typing", botId: "1", chatId }) as const;

test("entries are numbered from one, without gaps, in order", () => {
  const journal = new Journal(open());
  for (const chatId of ["a", "b", "c"]) journal.add(typing(chatId));
  expect(journal.entries.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  expect(journal.since(2)).toMatchObject([{ chatId: "b" }, { chatId: "c" }]);
  expect(journal.nextSeq).toBe(4);
});

test("the oldest entries are forgotten, and reading from a number still finds the right ones", () => {
  const journal = new Journal(open(), 100);
  for (let count = 0; count < 1000; count += 1) journal.add(typing(String(count)));
  expect(journal.entries.length).toBeGreaterThanOrEqual(100);
  expect(journal.entries.length).toBeLessThanOrEqual(110);
  expect(journal.since(999)).toMatchObject([{ chatId: "998" }, { chatId: "999" }]);
  expect(journal.since(1)).toHaveLength(journal.entries.length);
});

test("a wait finds what has already happened, and what has yet to", async () => {
  const journal = new Journal(open());
  journal.add(typing("a"));
  const matches = (chatId: string) => (entry: { kind: string; chatId?: string }) => entry.chatId === chatId;
  expect(await journal.waitFor(matches("a"), { timeoutMs: 0 })).toMatchObject({ seq: 1 });
  const later = journal.waitFor(matches("b"), { timeoutMs: 20_000 });
  const again = journal.waitFor(matches("a"), { timeoutMs: 20_000, from: journal.nextSeq });
  journal.add(typing("b"));
  journal.add(typing("a"));
  expect(await later).toMatchObject({ seq: 2 });
  expect(await again).toMatchObject({ seq: 3 });
});

test("a wait in vain shows the end of the journal", async () => {
  const journal = new Journal(open());
  journal.add(typing("chat-of-alice"));
  await expect(journal.waitFor(() => false, { timeoutMs: 5 })).rejects.toThrow("chat-of-alice");
});

test("a wait ends with an error when its predicate throws or the simulator closes", async () => {
  const closing = new AbortController();
  const journal = new Journal(closing.signal);
  const wait = (predicate: () => boolean) => journal.waitFor(predicate, { timeoutMs: 20_000 });
  const broken = wait(() => {
    throw new Error("predicate broke");
  });
  const waiting = wait(() => false);
  journal.add(typing("a"));
  closing.abort();
  await expect(broken).rejects.toThrow("predicate broke");
  await expect(waiting).rejects.toThrow("The simulator was closed.");
  await expect(wait(() => false)).rejects.toThrow("The simulator was closed.");
});

test("a subscriber hears every entry at once, until it leaves", () => {
  const journal = new Journal(open());
  const heard: number[] = [];
  const leave = journal.subscribe(({ seq }) => heard.push(seq));
  journal.add(typing("a"));
  journal.add(typing("b"));
  leave();
  journal.add(typing("c"));
  expect(heard).toEqual([1, 2]);
});
