import { expect, test } from "vitest";
import { mayHaveBeenDone } from "./may-have-been-done.ts";

test.each([400, 401, 403, 404, 413, 429, 500, 501, 503])("HTTP %i proves that nothing was done", (status) => {
  expect(mayHaveBeenDone(status)).toBe(false);
});

test.each([200, 204, 302, 408, 502, 504, 520, 524])("after HTTP %i nobody knows", (status) => {
  expect(mayHaveBeenDone(status)).toBe(true);
});
