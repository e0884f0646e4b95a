import { expect, test } from "vitest";
import { unfetchedPlaceholder } from "./unfetched.ts";

const MEGABYTE = 1024 * 1024;

test("the agent is told what it does not see, and why", () => {
  expect(
    [
      unfetchedPlaceholder({ kind: "image", why: "too-large", limitBytes: 5 * MEGABYTE }),
      unfetchedPlaceholder({ kind: "voice", why: "too-large", limitBytes: MEGABYTE / 2 }),
      unfetchedPlaceholder({ kind: "image", why: "gone" }),
      unfetchedPlaceholder({ kind: "image", why: "wrong-type" }),
      unfetchedPlaceholder({ kind: "voice", why: "wrong-type" }),
      unfetchedPlaceholder({ kind: "image", why: "refused" }),
      unfetchedPlaceholder({ kind: "image", why: "unreachable" }),
    ].join("\n"),
  ).toBe(`[image could not be fetched: larger than 5 MB]
[voice message could not be fetched: larger than 0.5 MB]
[image could not be fetched: it is no longer there]
[image could not be fetched: the file is not an image of a known type]
[voice message could not be fetched: the file is not audio of a known type]
[image could not be fetched: its address is not allowed]
[image could not be fetched: no answer in time]`);
});
