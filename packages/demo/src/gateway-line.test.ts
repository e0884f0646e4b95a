import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { type WebSocket as Client, WebSocketServer } from "ws";
import { GatewayLine, GatewayRefusal } from "./gateway-line.ts";

interface Asked {
  id: string;
  method: string;
  params: { auth?: { token: string } };
}

/** A gateway that knows one method, and says what it was asked. */
async function gateway() {
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  await new Promise((resolve) => server.once("listening", resolve));
  const asked: Asked[] = [];
  server.on("connection", (socket) => {
    const answer = (frame: object) => socket.send(JSON.stringify({ type: "res", ...frame }));
    socket.send(
      JSON.stringify({ type: "event", event: "connect.challenge", payload: { nonce: "1", ts: 1 } }),
    );
    socket.on("message", (data) => {
      const request = JSON.parse(String(data)) as Asked;
      asked.push(request);
      const { id, method, params } = request;
      if (method === "connect" && params.auth?.token !== "right") {
        answer({ id, ok: false, error: { code: "UNAUTHORIZED", message: "unauthorized" } });
      } else if (method === "connect") answer({ id, ok: true, payload: { type: "hello-ok" } });
      else if (method === "channels.status") answer({ id, ok: true, payload: { ts: 7 } });
      else answer({ id, ok: false, error: { code: "INVALID", message: `unknown method: ${method}` } });
    });
  });
  const { port } = server.address() as AddressInfo;
  const cut = () => {
    for (const client of server.clients as Set<Client>) client.terminate();
  };
  return {
    port,
    asked,
    cut,
    [Symbol.asyncDispose]: async () => {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const methods = (asked: readonly Asked[]) => asked.map(({ method }) => method);

test("several calls share one connection, which is made with the first of them", async () => {
  await using there = await gateway();
  using line = new GatewayLine({ port: there.port, token: "right" });
  expect(await Promise.all([line.call("channels.status", {}), line.call("channels.status", {})])).toEqual([
    { ts: 7 },
    { ts: 7 },
  ]);
  expect(methods(there.asked)).toEqual(["connect", "channels.status", "channels.status"]);
});

test("what the gateway refuses is said in its own words", async () => {
  await using there = await gateway();
  using line = new GatewayLine({ port: there.port, token: "right" });
  await expect(line.call("web.login.start", {})).rejects.toThrow(
    new GatewayRefusal("unknown method: web.login.start"),
  );
  using stranger = new GatewayLine({ port: there.port, token: "wrong" });
  await expect(stranger.call("channels.status", {})).rejects.toThrow("unauthorized");
});

test("a line that was cut connects again with the next call", async () => {
  await using there = await gateway();
  using line = new GatewayLine({ port: there.port, token: "right" });
  await line.call("channels.status", {});
  there.cut();
  await expect.poll(() => line.call("channels.status", {}).catch(() => undefined)).toEqual({ ts: 7 });
  expect(methods(there.asked).filter((method) => method === "connect")).toHaveLength(2);
});

test("a gateway that is not there is said to be away, and a closed line takes no calls", async () => {
  const there = await gateway();
  await there[Symbol.asyncDispose]();
  const line = new GatewayLine({ port: there.port, token: "right" });
  await expect(line.call("channels.status", {})).rejects.toThrow("does not answer");
  line[Symbol.dispose]();
  await expect(line.call("channels.status", {})).rejects.toThrow("closed");
});
