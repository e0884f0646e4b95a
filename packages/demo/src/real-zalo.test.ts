import { expect, test } from "vitest";
import { zaloLine } from "./real-zalo.ts";

const entry = (facts: object) =>
  JSON.stringify({
    message: 'account "default" receives by long polling',
    time: "2026-11-20T20:51:17.406+00:00",
    _meta: { name: '{"subsystem":"zalo/account","plugin":"zalo"}', logLevelName: "INFO" },
    ...facts,
  });

test("a line of the plugin's is shown with its time and level", () => {
  expect(zaloLine(entry({}), 0)).toBe('20:51:17 info  account "default" receives by long polling');
});

test("lines of others, and lines that are none, are not shown", () => {
  const other = entry({ _meta: { name: '{"subsystem":"gateway"}', logLevelName: "INFO" } });
  expect(zaloLine(other, 0)).toBeUndefined();
  expect(zaloLine("{", 0)).toBeUndefined();
});

test("what an earlier gateway has logged is not shown again", () => {
  expect(zaloLine(entry({}), Date.parse("2026-11-20T20:51:18Z"))).toBeUndefined();
});
