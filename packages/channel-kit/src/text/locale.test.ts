import { expect, test } from "vitest";
import { isVietnamese } from "./locale.ts";

test.each<[Record<string, string>, boolean]>([
  [{ LANG: "vi_VN.UTF-8" }, true],
  [{ LANG: "vi" }, true],
  [{ LANG: "en_US.UTF-8" }, false],
  [{ LANG: "vi_VN.UTF-8", LC_ALL: "C" }, false],
  [{ LANG: "C", OPENCLAW_LOCALE: "vi" }, true],
  [{ OPENCLAW_LOCALE: " ", LC_ALL: "vi-VN" }, true],
  [{ OPENCLAW_LOCALE: "en", LANG: "vi_VN.UTF-8" }, false],
  [{ LANG: "vicious" }, false],
  [{}, false],
])("a terminal with %j speaks Vietnamese: %s", (env, spoken) => {
  expect(isVietnamese(env)).toBe(spoken);
});
