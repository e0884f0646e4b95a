import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { earlierConfig, earlierPorts } from "./earlier-ports.ts";
import { gatewayConfig } from "./gateway-config.ts";

const NONE = { gateway: 0, model: 0 };

/** A demo's folder with this configuration in it. */
function folderWith(config: string | undefined) {
  const folder = mkdtempSync(join(tmpdir(), "demo-ports-"));
  mkdirSync(join(folder, "state"));
  if (config !== undefined) writeFileSync(join(folder, "state", "openclaw.json"), config);
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true }) };
}

/** The configuration of a gateway that ran before, with its model there. */
const configOf = (url: string): string =>
  JSON.stringify(gatewayConfig({ folder: "/demo", port: 18_123, token: "t" }, { url }));

test("the ports of the demo that ran in this folder before are known", () => {
  using place = folderWith(configOf("http://127.0.0.1:18124/v1"));
  expect(earlierPorts(place.folder)).toEqual({ gateway: 18_123, model: 18_124 });
});

test("somebody else's model has no port on this machine", () => {
  using place = folderWith(configOf("https://api.openai.com/v1"));
  expect(earlierPorts(place.folder)).toEqual({ gateway: 18_123, model: 0 });
});

test.each([
  ["nothing", undefined],
  ["a configuration of another form", '{"gateway":{"port":"18123"}}'],
])("with %s in the folder any port will do", (_what, config) => {
  using place = folderWith(config);
  expect(earlierPorts(place.folder)).toEqual(NONE);
});

test("of a configuration that is broken it is said where it is, and what to do", () => {
  using place = folderWith('{"gateway":{"port":181');
  expect(() => earlierPorts(place.folder)).toThrow(`Delete ${place.folder}, and the demo begins anew.`);
  using none = folderWith(undefined);
  expect(earlierConfig(none.folder)).toEqual({});
});
