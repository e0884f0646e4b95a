import { createServer, type Server } from "node:net";
import { expect, test } from "vitest";
import { freePort, listenOn } from "./free-port.ts";

const portOf = (server: Server): number => {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
};

/** Somebody who listens for the length of a story. */
async function listener(wished?: number): Promise<{ port: number } & AsyncDisposable> {
  const server = createServer();
  await listenOn(server, wished);
  return {
    port: portOf(server),
    [Symbol.asyncDispose]: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}

test("the wished port is had when it is free", async () => {
  const wished = await freePort();
  expect(await freePort(wished)).toBe(wished);
  await using server = await listener(wished);
  expect(server.port).toBe(wished);
});

test("another one is had when somebody listens there", async () => {
  await using taken = await listener();
  expect(await freePort(taken.port)).not.toBe(taken.port);
  await using other = await listener(taken.port);
  expect(other.port).not.toBe(taken.port);
});

test("no outgoing connection takes it until somebody listens there", async () => {
  const ports = await Promise.all([freePort(0), ...Array.from({ length: 20 }, () => freePort())]);
  // Where Linux begins to pick, which begins lowest of all.
  for (const port of ports) {
    expect(port).toBeGreaterThan(1_024);
    expect(port).toBeLessThan(32_768);
  }
});
