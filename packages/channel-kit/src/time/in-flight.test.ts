import { expect, test } from "vitest";
import { InFlight } from "./in-flight.ts";

/** No story here lasts as long as this. */
const LONG_MS = 600_000;

test("whoever waits waits for everything under way, however it ends", async () => {
  const inFlight = new InFlight();
  const first = Promise.withResolvers<string>();
  const second = Promise.withResolvers<string>();
  const working = Promise.allSettled([first, second].map(({ promise }) => inFlight.track(() => promise)));
  let settled = false;
  const waiting = inFlight.settled(LONG_MS).then(() => {
    settled = true;
  });
  first.resolve("sent");
  await new Promise((resolve) => setImmediate(resolve));
  expect(settled).toBe(false);
  second.reject(new Error("refused"));
  await waiting;
  expect((await working).map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
});

test("the work's own result and error reach who asked for it", async () => {
  const inFlight = new InFlight();
  expect(await inFlight.track(async () => "sent")).toBe("sent");
  const refused = inFlight.track(async () => {
    throw new Error("refused");
  });
  await expect(refused).rejects.toThrow("refused");
});

test("nothing under way is nothing to wait for", async () => {
  const inFlight = new InFlight();
  await inFlight.settled(LONG_MS);
  await inFlight.track(async () => "sent");
  await inFlight.settled(LONG_MS);
});

test("work without an end is not waited for without end", async () => {
  const inFlight = new InFlight();
  void inFlight.track(() => new Promise(() => {}));
  await inFlight.settled(1);
});
