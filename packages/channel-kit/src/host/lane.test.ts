import { expect, test } from "vitest";
import { isUrgent, laneOf } from "./lane.ts";

const GROUP = "zgr-00112233445566778899";

test.each(["/stop", " /STOP ", "/abort now", "@Bot Tiệm Hoa /stop", "@Bot Shop\n/stop"])(
  "%j does not wait for the turn that it is to end",
  (text) => {
    expect(laneOf(GROUP, text)).toBe(`urgent:${GROUP}`);
  },
);

test.each([
  "xin chào",
  "/new",
  "/stopwatch",
  "@Bot Shop dừng /stop nhé",
  "@Bot Shop /new /stop",
  "chào /stop",
])("%j waits for its turn", (text) => {
  expect(laneOf(GROUP, text)).toBe(`chat:${GROUP}`);
});

test("only a command that stands alone acts on a running turn", () => {
  expect(isUrgent("/stop")).toBe(true);
  expect(isUrgent("@Lan /stop")).toBe(false);
});
