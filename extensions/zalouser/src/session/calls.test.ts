import { expect, test } from "vitest";
import { Calls } from "./calls.ts";

const options = () => ({ signal: new AbortController().signal, ms: 5_000 });

test("O3: no two things that are sent share the millisecond which is their name", async () => {
  const calls = new Calls("shop");
  const sent = await Promise.all(
    Array.from({ length: 50 }, () => calls.deliver("sending", options(), async () => String(Date.now()))),
  );
  const names = sent.map((delivery) => delivery.kind === "sent" && delivery.messageId);
  expect(new Set(names).size).toBe(50);
});

test("one that fails, or is given up while it waits, does not hold up the next", async () => {
  const calls = new Calls("shop");
  const first = Promise.withResolvers<string>();
  const stop = new AbortController();
  const sent = [
    calls.deliver("sending", options(), () => first.promise),
    calls.deliver("sending", { ...options(), signal: stop.signal }, async () => "never"),
    calls.deliver("sending", options(), async () => "third"),
  ];
  stop.abort();
  expect(await sent[1]).toMatchObject({ kind: "not-sent", error: { code: "aborted" } });
  first.reject(new Error("odd"));
  expect(await sent[0]).toMatchObject({ kind: "not-sent", error: { code: "rejected" } });
  expect(await sent[2]).toEqual({ kind: "sent", messageId: "third" });
});
