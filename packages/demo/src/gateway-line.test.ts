import { expect, test } from "vitest";
import { GatewayLine, GatewayRefusal } from "./gateway-line.ts";
import { type Asked, NotReady, startSmallGateway } from "./testing/small-gateway.ts";

const gateway = () => startSmallGateway({ "channels.status": () => ({ ts: 7 }) });

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

test("a gateway that is not ready yet is asked again until it is", async () => {
  let asked = 0;
  await using there = await startSmallGateway({
    "channels.status": () => {
      asked += 1;
      if (asked < 3) throw new NotReady("gateway starting; retry shortly");
      return { ts: 7 };
    },
  });
  using line = new GatewayLine({ port: there.port, token: "right" });
  expect(await line.call("channels.status", {})).toEqual({ ts: 7 });
  expect(asked).toBe(3);
  asked = -1_000;
  await expect(line.call("channels.status", {}, 100)).rejects.toThrow("gateway starting");
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
